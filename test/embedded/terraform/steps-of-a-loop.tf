resource "aws_ssm_document" "this" {
  document_type   = "Automation"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "0.3"
assumeRole: ${aws_iam_role.this.arn}
mainSteps:
%{ for name in var.names ~}
  - name: ${name}
    action: aws:slep
%{ endfor ~}
DOC
}
