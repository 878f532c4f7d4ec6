-- Words in braces are filled in for the server and the configuration at hand (see docs/scale.md):
--   {table:NAME}               the table that holds the rows: NAME on one server, NAME_local on the nodes of a cluster
--   {distributed:NAME EXPR}    a statement of its own: the Distributed table over it, a row going to the shard that EXPR gives; nothing on one server
--   {replacing:NAME}           ReplacingMergeTree, or its replicated kind: rows of equal key are one row, so that a batch can be sent twice
--   {ttl:KIND}                 age (records, windows, hours, spans) counted from "stored"; nothing where the server does not know it
--   {text} {delta} {small}     LowCardinality(String) and codecs where the server knows them
-- Addresses are 16 octets, IPv4 in its mapped form: IPv6NumToString(source) prints them. Times are UTC.

CREATE TABLE IF NOT EXISTS {table:schema_versions} (
    version UInt32,
    applied DateTime
) ENGINE = {replacing:schema_versions} ORDER BY version;

{distributed:schema_versions version};

-- One row a flow record; of a bidirectional record a second one, with the ends exchanged and reverse = 1.
-- services: every service and direction the flow belongs to, such as ['smtp/request','all/any'].
CREATE TABLE IF NOT EXISTS {table:flows} (
    stored            DateTime {delta},
    sensor            {text},
    batch             UInt64 {delta},
    time              DateTime {delta},
    row               UInt32 {small},
    exporter          FixedString(16),
    domain            UInt32 {small},
    version           UInt8,
    reverse           UInt8,
    tos               UInt8,
    source            FixedString(16),
    destination       FixedString(16),
    source_port       UInt16,
    destination_port  UInt16,
    protocol          UInt8,
    tcp_flags         UInt16,
    vlan              UInt16,
    packets           UInt64 {small},
    octets            UInt64 {small},
    estimated_packets UInt64 {small},
    estimated_octets  UInt64 {small},
    sampling          UInt32 {small},
    first             UInt64 {delta},
    last              UInt64 {delta},
    input             UInt32 {small},
    output            UInt32 {small},
    next_hop          FixedString(16),
    source_as         UInt32,
    destination_as    UInt32,
    services          Array({text})
) ENGINE = {replacing:flows} PARTITION BY toDate(time) ORDER BY (sensor, toStartOfMinute(time), source, batch, row) {ttl:records};

{distributed:flows cityHash64(source)};

-- What a source did in a service and direction, by minute and by hour; made from flows again whenever more of that minute arrived.
CREATE TABLE IF NOT EXISTS {table:sources_1m} (
    stored            DateTime,
    sensor            {text},
    time              DateTime {delta},
    service           {text},
    direction         {text},
    source            FixedString(16),
    flows             UInt64 {small},
    packets           UInt64 {small},
    octets            UInt64 {small},
    estimated_packets UInt64 {small},
    estimated_octets  UInt64 {small},
    destinations      AggregateFunction(uniq, FixedString(16))
) ENGINE = {replacing:sources_1m} PARTITION BY toDate(time) ORDER BY (service, direction, time, source, sensor) {ttl:windows};

{distributed:sources_1m cityHash64(source)};

CREATE TABLE IF NOT EXISTS {table:sources_1h} (
    stored            DateTime,
    sensor            {text},
    time              DateTime {delta},
    service           {text},
    direction         {text},
    source            FixedString(16),
    flows             UInt64 {small},
    packets           UInt64 {small},
    octets            UInt64 {small},
    estimated_packets UInt64 {small},
    estimated_octets  UInt64 {small},
    destinations      AggregateFunction(uniq, FixedString(16))
) ENGINE = {replacing:sources_1h} PARTITION BY toMonday(time) ORDER BY (service, direction, time, source, sensor) {ttl:hours};

{distributed:sources_1h cityHash64(source)};

-- The sensors' own results, as in the embedded store. kind: 0 window, 1 hour, 2 day. part: number of the batch that brought the row;
-- 0 in an hour for what was summed here from the hour's windows.
CREATE TABLE IF NOT EXISTS {table:spans} (
    stored       DateTime,
    sensor       {text},
    kind         UInt8,
    start        DateTime,
    part         UInt64,
    until        DateTime,
    source_count UInt64
) ENGINE = {replacing:spans} PARTITION BY (kind, toMonday(start)) ORDER BY (sensor, kind, start, part) {ttl:spans};

{distributed:spans cityHash64(sensor, start)};

CREATE TABLE IF NOT EXISTS {table:span_services} (
    stored            DateTime,
    sensor            {text},
    kind              UInt8,
    start             DateTime,
    part              UInt64,
    service           {text},
    direction         {text},
    flows             UInt64,
    packets           UInt64,
    octets            UInt64,
    estimated_packets UInt64,
    estimated_octets  UInt64,
    sources           UInt64,
    pairs             UInt64,
    other_flows       UInt64,
    other_packets     UInt64,
    other_octets      UInt64,
    unknown_sampling  UInt64
) ENGINE = {replacing:span_services} PARTITION BY (kind, toMonday(start)) ORDER BY (sensor, kind, start, service, direction, part) {ttl:spans};

{distributed:span_services cityHash64(sensor, start)};

CREATE TABLE IF NOT EXISTS {table:span_scopes} (
    stored            DateTime,
    sensor            {text},
    kind              UInt8,
    start             DateTime,
    part              UInt64,
    exporter          FixedString(16),
    version           UInt16,
    domain            UInt64,
    service           {text},
    direction         {text},
    scope             {text},
    flows             UInt64,
    packets           UInt64,
    octets            UInt64,
    estimated_packets UInt64,
    estimated_octets  UInt64,
    unknown_sampling  UInt64
) ENGINE = {replacing:span_scopes} PARTITION BY (kind, toMonday(start))
  ORDER BY (sensor, kind, start, exporter, version, domain, service, direction, scope, part) {ttl:spans};

{distributed:span_scopes cityHash64(sensor, start)};

CREATE TABLE IF NOT EXISTS {table:span_bands} (
    stored    DateTime,
    sensor    {text},
    kind      UInt8,
    start     DateTime,
    part      UInt64,
    service   {text},
    direction {text},
    subject   {text},
    band      {text},
    position  UInt32,
    keys      UInt64,
    flows     UInt64,
    packets   UInt64,
    octets    UInt64
) ENGINE = {replacing:span_bands} PARTITION BY (kind, toMonday(start)) ORDER BY (sensor, kind, start, service, direction, subject, band, part) {ttl:spans};

{distributed:span_bands cityHash64(sensor, start)};

CREATE TABLE IF NOT EXISTS {table:span_groups} (
    stored            DateTime,
    sensor            {text},
    kind              UInt8,
    start             DateTime,
    part              UInt64,
    service           {text},
    direction         {text},
    subject           {text},
    name              String,
    flows             UInt64,
    packets           UInt64,
    octets            UInt64,
    estimated_packets UInt64,
    estimated_octets  UInt64
) ENGINE = {replacing:span_groups} PARTITION BY (kind, toMonday(start)) ORDER BY (sensor, kind, start, service, direction, subject, name, part) {ttl:spans};

{distributed:span_groups cityHash64(sensor, start)};

CREATE TABLE IF NOT EXISTS {table:span_sources} (
    stored            DateTime,
    sensor            {text},
    kind              UInt8,
    start             DateTime,
    part              UInt64,
    service           {text},
    direction         {text},
    source            FixedString(16),
    flows             UInt64,
    packets           UInt64,
    octets            UInt64,
    estimated_packets UInt64,
    estimated_octets  UInt64,
    destinations      UInt64,
    syn_packets       UInt64,
    first             UInt64,
    last              UInt64,
    next_hop          FixedString(16)
) ENGINE = {replacing:span_sources} PARTITION BY (kind, toMonday(start)) ORDER BY (sensor, kind, start, service, direction, source, part) {ttl:spans};

{distributed:span_sources cityHash64(sensor, start)};

-- sampling: 0 while unknown.
CREATE TABLE IF NOT EXISTS {table:span_ledgers} (
    stored          DateTime,
    sensor          {text},
    kind            UInt8,
    start           DateTime,
    part            UInt64,
    exporter        FixedString(16),
    version         UInt16,
    domain          UInt64,
    datagrams       UInt64,
    decoded         UInt64,
    records         UInt64,
    options_records UInt64,
    templates       UInt64,
    sequence_lost   UInt64,
    kernel_dropped  UInt64,
    sampling        UInt64
) ENGINE = {replacing:span_ledgers} PARTITION BY (kind, toMonday(start)) ORDER BY (sensor, kind, start, exporter, version, domain, part) {ttl:spans};

{distributed:span_ledgers cityHash64(sensor, start)};

CREATE TABLE IF NOT EXISTS {table:span_drops} (
    stored    DateTime,
    sensor    {text},
    kind      UInt8,
    start     DateTime,
    part      UInt64,
    exporter  FixedString(16),
    version   UInt16,
    domain    UInt64,
    cause     {text},
    datagrams UInt64
) ENGINE = {replacing:span_drops} PARTITION BY (kind, toMonday(start)) ORDER BY (sensor, kind, start, exporter, version, domain, cause, part) {ttl:spans};

{distributed:span_drops cityHash64(sensor, start)};
