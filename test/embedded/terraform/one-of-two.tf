resource "aws_ssm_document" "this" {
  content = var.yaml ? yamlencode({ mainSteps = [{ action = "aws:slep" }] }) : "schemaVersion"
}
