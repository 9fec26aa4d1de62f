resource "aws_ssm_document" "this" {
  document_type   = "Automation"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "0.3"
assumeRole: ${aws_iam_role.this.arn}
mainSteps:
  - name: first
    action: aws:sleep
    description: $${HOME} %%{x} {{ nothing }}
    inputs: { Duration: "$${x}{{ none }}" }
DOC
}
