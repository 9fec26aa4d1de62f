resource "aws_ssm_document" "in_a_text" {
  document_type = "Command"
  content       = <<DOC
{
  "schemaVersion": "2.2",
  "mainSteps": [
    {
      "action": "aws:runShellScrip",
      "name": "report",
      "inputs": { "runCommand": ["uptime%{if var.short} -p%{endif}"] }
    }
  ]
}
DOC
}

resource "aws_ssm_document" "around_a_step" {
  document_type = "Command"
  content       = <<DOC
{
  "schemaVersion": "2.2",
  "mainSteps": [
    %{if var.short}
    { "action": "aws:runShellScrip", "name": "first", "inputs": { "runCommand": ["uptime"] } },
    %{endif}
    { "action": "aws:runShellScrip", "name": "second", "inputs": { "runCommand": ["uptime"] } }
  ]
}
DOC
}
