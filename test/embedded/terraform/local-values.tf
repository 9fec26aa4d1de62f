locals {
  restart = {
    schemaVersion = "2.2"
    mainSteps     = [{ action = "aws:runShellScrip", name = "restart", inputs = { runCommand = ["reboot"] } }]
  }
  texts = {
    stop = <<-DOC
      schemaVersion: "2.2"
      mainSteps:
        - action: aws:runShellScrip
          name: stop
          inputs: { runCommand: ["halt"] }
    DOC
  }
  chosen = local.texts.stop
  round  = local.round
}

resource "aws_ssm_document" "restart" {
  name          = local.name
  document_type = "Command"
  content       = jsonencode(local.restart)
}

resource "aws_ssm_document" "restart_again" {
  document_type   = "Command"
  document_format = "YAML"
  content         = yamlencode(local.restart)
}

resource "aws_ssm_document" "stop" {
  document_type   = "Command"
  document_format = "YAML"
  content         = local.chosen
}

resource "aws_ssm_document" "round" {
  document_type = "Command"
  content       = local.round
}

resource "aws_ssm_document" "merged" {
  document_type = "Command"
  content       = jsonencode(merge(local.restart, local.elsewhere))
}
