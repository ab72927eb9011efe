import { type StandIn, systemPath } from '../stand-in';

/** Where the objects that a task may read lie in its sandbox, each below the name of its bucket. */
export const objectsFolder = '/s3';

/** The one command of the AWS CLI that is used, with a folder in S3's place. */
export function awsCli(): StandIn {
  return { env: { PATH: systemPath }, files: { '/usr/local/bin/aws': aws } };
}

const aws = `#!/bin/bash
case "$#:$1 $2 $3 $5" in
  '5:s3 cp --only-show-errors -') ;;
  *) echo "aws $*: not understood" >&2; exit 252 ;;
esac
object=\${4#s3://}
[ "$object" != "$4" ] || { echo "aws: $4 is no object" >&2; exit 252; }
[ -f "${objectsFolder}/$object" ] || { echo "fatal error: An error occurred (403): Forbidden" >&2; exit 1; }
exec cat "${objectsFolder}/$object"
`;
