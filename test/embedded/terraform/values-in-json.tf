resource "aws_ssm_document" "this" {
  content = <<DOC
{ "schemaVersion": "2.2", "description": "${var.what} \"now\"", "parametrs": {},
  "mainSteps": [{ "name": "a", "action": "aws:runShellScript", "maxAttempts": ${var.tries}, "inputs": ${local.inputs} }] }
DOC
}
