resource "aws_ssm_document" "load" {
  name          = "show-load"
  document_type = "Command"
  content       = <<-DOC
    schemaVersion: "2.2"
    mainSteps:
      - name: showLoad
        action: aws:runShellScript
        inputs: { runCommand: ["uptime"] }
  DOC
}
