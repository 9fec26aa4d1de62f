resource "aws_ssm_document" "keys" {
  document_type   = "Command"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "2.2"
parameters:
  Release:
    type: String
    allowedPattern: "^[0-9.]+$"
%{if var.hosts}
  Hosts:
    type: StringList
%{endif}
mainSteps:
  - name: report
    action: aws:runShellScript
%{if var.linux}
    precondition:
      StringEquals: [platformType, Linux]
%{endif}
  - name: show
    action: aws:runShellScrip
    inputs:
      runCommand: ["echo {{ Release }} {{ Hosts }}"]
DOC
}

resource "aws_ssm_document" "on_the_line" {
  document_type   = "Session"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "1.0"
sessionType: Standard_Stream
inputs:
  %{if var.logs}s3BucketName: "${var.bucket}"
  s3EncryptionEnabled: true%{else}s3EncryptionEnabled: false%{endif}
  idleSessionTimeout: ${var.minutes}
  shellProfile:
    linux: "cd /var/log"
output: {}
DOC
}

resource "aws_ssm_document" "stripped" {
  document_type   = "Command"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "2.2"
mainSteps:
  - name: report
%{~if var.linux~}
    action: aws:runShellScrip
%{~endif~}
DOC
}

resource "aws_ssm_document" "open" {
  document_type   = "Command"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "2.2"
mainSteps:
%{if var.linux}
  - name: report
    action: aws:runShellScrip
DOC
}
