resource "aws_ssm_document" "this" {
  content = jsonencode({ schemaVersion = "2.2", mainSteps = concat([{ actoin = "x" }], local.steps) })
}
