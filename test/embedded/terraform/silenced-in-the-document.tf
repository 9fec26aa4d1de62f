resource "aws_ssm_document" "this" {
  document_type   = "Automation"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "0.3"
assumeRole: ${aws_iam_role.this.arn}
mainSteps:
  - name: run
    action: aws:executeScript
    inputs:
      Runtime: python3.7 # opswright-ignore: runtime-retired
      Handler: f
      Script: |
        def f(events, context):
          return {}
DOC
}
