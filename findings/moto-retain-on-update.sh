#!/usr/bin/env bash
# moto 5.2.5 (PyPI), which stands in for AWS, and CloudFormation's `DeletionPolicy: Retain`.
# Guess: what is to be retained stays when its stack is deleted, and when it leaves the stack's template.
# Seen: it stays in the first case only. A test that takes a table out of a stack sees its data go, where AWS keeps them.
. "$(dirname "$0")/support/lib.sh"
python3 -m venv .
bin/pip install -q --disable-pip-version-check 'moto[cloudformation,dynamodb,logs]==5.2.5'
cat >retain.py <<'PYTHON'
import json, os
import boto3
from moto import mock_aws
os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="eu-west-1")
def retained(type, **properties):
    return {"Type": type, "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": properties}
log = retained("AWS::Logs::LogGroup", LogGroupName="kept")
table = retained(
    "AWS::DynamoDB::Table", TableName="kept", BillingMode="PAY_PER_REQUEST",
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
template = lambda **resources: json.dumps({"Resources": resources})
def tables_after(change):
    with mock_aws():
        cloud = boto3.client("cloudformation")
        cloud.create_stack(StackName="town", TemplateBody=template(Log=log, Table=table))
        change(cloud)
        return boto3.client("dynamodb").list_tables()["TableNames"]
print(tables_after(lambda cloud: cloud.delete_stack(StackName="town")),
      tables_after(lambda cloud: cloud.update_stack(StackName="town", TemplateBody=template(Log=log))))
PYTHON
seen "['kept'] []" "$(bin/python retain.py 2>/dev/null)"
