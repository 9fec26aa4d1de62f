resource "aws_ssm_document" "this" {
  content = jsonencode({
    schemaVersion = "2.2" # not JSON
    description   = "For ${var.env}"
    parameters = {
      (local.name) = { type = "String" }
    }
    mainSteps = [
      {
        action = "aws:runShellScript"
        name   = "say_${var.env}"
        inputs = { runCommand = ["echo {{ Word }}", file("${path.module}/run.sh")], timeoutSeconds = tostring(var.timeout) }
      },
      {
        action = "aws:runShellScript"
        name   = "say"
        inputs : { "runCommnd" : var.commands, }
      }
    ]
  })
}
