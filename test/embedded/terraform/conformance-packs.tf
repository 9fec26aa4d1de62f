resource "aws_config_conformance_pack" "keys" {
  name          = "keys"
  template_body = <<-EOT
    Parameters:
      Age: { Type: String, Default: "90" }
      Unread: { Type: String, Default: "90" }
    Resources:
      Rotated:
        Type: AWS::Config::ConfigRule
        Properties:
          ConfigRuleName: "${var.prefix}-rotated"
          InputParameters: { maxAccessKeyAge: !Ref Age }
          Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }
          MaximumFrequency: Six_Hours
  EOT
}

resource "aws_config_organization_conformance_pack" "volumes" {
  name = "volumes"
  template_body = yamlencode({
    Resources = {
      Volumes = {
        Type = "AWS::Config::ConfigRule"
        Properties = {
          ConfigRuleName = "volumes-${var.stage}"
          Scope          = merge(local.scope, {})
          Source         = { Owner = "AWS", SourceIdentifier = "ENCRYPTED_VOLUMES" }
          MaximumFrequency = "Six_Hours"
        }
      }
    }
  })
}

resource "aws_config_conformance_pack" "chosen_parts" {
  name          = "chosen-parts"
  template_body = <<-EOT
    Resources:
    %{if var.strict}
      Strict:
        Type: AWS::Config::ConfigRule
        Properties:
          Source: { Owner: AWS, SourceIdentifier: ENCRYPTED_VOLUMES }
    %{endif}
      Rotated:
        Type: AWS::Config::ConfigRule
  EOT
}

resource "aws_config_conformance_pack" "elsewhere" {
  name          = "elsewhere"
  template_body = file("$${path.module}/pack.yaml")
}
