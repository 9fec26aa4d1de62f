resource "aws_ssm_document" "this" {
  content = templatefile("${path.module}/document.yaml", { name = "a" })
}
resource "aws_ssm_document" "this" {
  content = file("${path.module}/document.json")
}
