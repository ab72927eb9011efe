#!/usr/bin/env bash
# moto 5.2.5 (PyPI), which stands for AWS in tests of infrastructure as code.
# Guess: an update of a stack that gives its nested stack another template updates the nested stack: what is the same in both
# templates keeps its physical id, as on CloudFormation.
# Seen: the nested stack is made anew and the old one deleted, with everything in it. A test against moto that looks for what an
# update replaces finds everything replaced.
. "$(dirname "$0")/support/lib.sh"
python3 -m venv .
bin/pip install -q --disable-pip-version-check 'moto[cloudformation,ec2,s3]==5.2.5'
cat >nested.py <<'PYTHON'
import json
import boto3
from moto import mock_aws

@mock_aws
def same_group_after_update():
    s3 = boto3.client("s3", "us-east-1")
    cloudformation = boto3.client("cloudformation", "us-east-1")
    s3.create_bucket(Bucket="templates")
    group = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "the same in both"}}
    for name in ["one", "two"]:
        logs = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name}}
        s3.put_object(Bucket="templates", Key=name, Body=json.dumps({"Resources": {"Group": group, "Logs": logs}}))

    def root(name):
        url = f"https://s3.amazonaws.com/templates/{name}"
        return json.dumps({"Resources": {"Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}}})

    def id_of(stack, logical):
        resources = cloudformation.describe_stack_resources(StackName=stack)["StackResources"]
        return next(each["PhysicalResourceId"] for each in resources if each["LogicalResourceId"] == logical)

    cloudformation.create_stack(StackName="root", TemplateBody=root("one"))
    before = id_of(id_of("root", "Nested"), "Group")
    cloudformation.update_stack(StackName="root", TemplateBody=root("two"))
    return before == id_of(id_of("root", "Nested"), "Group")

print("kept" if same_group_after_update() else "replaced")
PYTHON
export AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none
seen replaced "$(bin/python nested.py)"
