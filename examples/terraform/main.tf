# An SSM document in Terraform: the text of the heredoc is checked like a file of its own. What Terraform fills in, such as
# ${var.log_group}, is not known and never held against it.

variable "log_group" {
  type = string
}

resource "aws_ssm_document" "disk_usage" {
  name            = "DiskUsage"
  document_type   = "Command"
  document_format = "YAML"

  content = <<-DOC
    schemaVersion: "2.2"
    description: Lists the largest folders below a path, for the log group ${var.log_group}.
    parameters:
      Path:
        type: String
        default: /var/log
        allowedPattern: ^/[A-Za-z0-9/_.-]+$
    mainSteps:
      - name: diskUsage
        action: aws:runShellScript
        precondition:
          StringEquals:
            - platformType
            - Linux
        inputs:
          # A misspelt key: the light bulb mends it.
          runComand:
            - du -h --max-depth=1 "{{ Path }}" | sort -h | tail -n 10
  DOC
}
