resource "aws_ssm_document" "tools" {
  name            = "install-tools-%{if var.fast}fast%{else}slow%{endif}"
  document_type   = "Command"
  document_format = "YAML"
  content         = <<-DOC
    schemaVersion: "2.2"
    parameters:
      Release: { type: String, allowedPattern: "^[0-9.]+$" }
    mainSteps:
      - name: install
        action: aws:runShellScript
        inputs:
          timeoutSeconds: %{if var.fast}60%{else}600%{endif}
          runCommand:
            - |
              set -e
              %{for tool in var.tools~}
              yum install -y ${tool}
              %{endfor~}
              echo {{ Release }} of %{if var.fast}fast%{endif} {{ Relaese }}
  DOC
}
