resource "aws_ssm_document" "this" {
  content = <<-DOC
    {
      "schemaVersion": "2.2",
      "description": "${var.what}",
      "mainSteps": [{ "name": "a", "action": "aws:runShellScript", "inputs": { "runCommand": ["date"] } }
    }
  DOC
}
