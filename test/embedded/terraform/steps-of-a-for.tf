resource "aws_ssm_document" "this" {
  content = jsonencode({ schemaVersion = "2.2", mainSteps = [for n in var.names : { name = n, actoin = "aws:x" }] })
}
