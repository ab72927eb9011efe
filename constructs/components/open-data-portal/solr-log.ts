/** Where the file is mounted, for `LOG4J_PROPS`. */
export const solrLogFile = '/citykit/solr/log4j2.xml';

/** Solr's log goes to the container's output; its own configuration rolls files until the scratch folder is full. */
export const solrLog = `<?xml version="1.0" encoding="UTF-8"?>
<Configuration>
  <Appenders>
    <Console name="output" target="SYSTEM_OUT">
      <PatternLayout pattern="%d{ISO8601}{UTC} %p [%notEmpty{%X{core}}] %c{1.} %m%notEmpty{ %ex{short}}%n"/>
    </Console>
  </Appenders>
  <Loggers>
    <Logger name="org.apache.solr.core.SolrCore.SlowRequest" level="info"/>
    <Root level="warn">
      <AppenderRef ref="output"/>
    </Root>
  </Loggers>
</Configuration>
`;
