resource "aws_ssm_document" "this" {
  document_type   = "Automation"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "0.3"
assumeRole: ${aws_iam_role.this.arn}
mainSteps:
  - name: wait
    action: aws:sleep
    ${local.key}: 5
    inputs:
      Duration: PT1S
DOC
}
