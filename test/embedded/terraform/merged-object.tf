resource "aws_ssm_document" "this" {
  content = jsonencode(merge({ schemaVersion = "2.2", mainSteps = [{ actoin = "x" }] }, local.rest))
}
