resource "aws_ssm_document" "this" {
  document_type   = "Automation"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "0.3"
assumeRole: ${aws_iam_role.this.arn}
mainSteps:
  - name: step-${var.name}
    action: aws:sleep
    nextStep: step-x
    inputs:
      Duration: PT1S
  - name: step-y
    action: aws:sleep
    inputs: { Duration: PT1S }
DOC
}
