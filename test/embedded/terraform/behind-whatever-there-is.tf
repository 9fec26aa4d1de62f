terraform { required_version = ">= 1.5" }
locals { pattern = "a\"}${replace(var.x, "}", "{")}" }
variable "a" {
  type = object({ b = optional(map(string), {}) })
  validation {
    condition = a == "b" && c > 1 /* } */
  }
}
output "a" { value = [for k, v in x : "${k}-${v}" if v != null]... }
resource "x" "y" {
  dynamic "z" {
    for_each = x
    content { a = <<-EOT
    }}}
    EOT
    }
  }
}
resource "aws_ssm_document" "this" {
  document_type   = "Automation"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: "0.3"
assumeRole: ${aws_iam_role.this.arn}
mainSteps:
  - name: wait
    action: aws:slep
    inputs: {}
DOC
}
