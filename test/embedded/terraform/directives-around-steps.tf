resource "aws_ssm_document" "hosts" {
  document_type   = "Command"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "2.2"
mainSteps:
%{for host in var.hosts~}
  - name: ping-${host}
    action: aws:runShellScript
    inputs:
      runCommand: ["ping -c 1 ${host}"]
%{endfor~}
%{if var.reboot}
  - name: end
    action: aws:runShellScript
    inputs:
      runCommand: ["exit 194"]
%{else}
  - name: end
    action: aws:runShellScript
    inputs:
      runCommand: ["true"]
%{endif}
  - name: report
    action: aws:runShellScrip
    inputs:
      runCommand: ["uptime"]
DOC
}
