# A rule of AWS Config with a policy in Guard.
resource "aws_config_config_rule" "volumes" {
  name = "volumes-encrypted"

  source {
    owner = "CUSTOM_POLICY"

    source_detail {
      message_type = "ConfigurationItemChangeNotification"
    }

    custom_policy_details {
      policy_runtime = "guard-2.x.x"
      policy_text    = <<-EOF
        let sizes = [1, 2]
        rule encrypted when resourceType == "AWS::EC2::Volum" {
          configuration.encrypted === true
        }
      EOF
    }
  }

  scope {
    compliance_resource_types = ["AWS::EC2::Volume"]
  }
}

resource "aws_config_organization_custom_policy_rule" "buckets" {
  name           = "buckets"
  policy_runtime = "guard-2.x.x"
  policy_text    = "rule buckets when resourceType == \"AWS::S3::Bucket\" {\n  %nothing exists\n}"
  trigger_types  = ["ConfigurationItemChangeNotification"]
}

resource "aws_config_config_rule" "filled_in" {
  name = "filled-in"

  source {
    owner = "CUSTOM_POLICY"

    custom_policy_details {
      policy_runtime = "guard-2.x.x"
      policy_text    = <<EOF
rule a when resourceType == "${var.type}" {
  %nothing exists
}
EOF
    }
  }
}
