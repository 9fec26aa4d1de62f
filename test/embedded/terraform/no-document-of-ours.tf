# resource "aws_ssm_document" "a" { content = <<X
/* resource "aws_ssm_document" "a" {} */
resource "aws_ssm_parameter" "a" {
  content = <<X
schemaVersion: "0.3"
mainSteps: 5
X
}
data "aws_ssm_document" "a" {
  name    = "x"
  content = "mainSteps: 1"
}
module "a" {
  resource "aws_ssm_document" "b" {
    content = "{\"schemaVersion\": \"9\", \"mainSteps\": 1}"
  }
}
locals {
  a = "aws_ssm_document ${var.b["resource"]}"
  b = [for x in y : "}" if x != "{"]
  schemaVersion = {
    mainSteps = [
