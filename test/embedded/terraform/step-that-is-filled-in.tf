resource "aws_ssm_document" "this" {
  document_type   = "Automation"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "0.3"
assumeRole: ${aws_iam_role.this.arn}
mainSteps:
  - ${local.first}
  - name: wait
    action: aws:sleep
    inputs: { Duration: "{{ first.Time }}" }
    nextStep: other
DOC
}
