# The words of Firehose in English; they are loaded after the first picture. Every message stands in firehose.zh-CN.ftl too.

firehose-title = Firehose
firehose-empty = Start with nothing
firehose-none = Amazon Data Firehose gathers records and delivers each buffer when it is large enough or old enough, whichever comes first. Add a delivery stream to begin.
firehose-ready = Ready delivery streams
firehose-choose = Delivery stream
firehose-status = { $status }
firehose-flow = From the source to the destination
firehose-below = Below the picture
firehose-inspector = The delivery stream
firehose-inspector-none = What can be set and broken stands here once there is a delivery stream.
firehose-shard = shard { $shard }
firehose-one-buffer = all records together

# Adding
add-delivery-stream = + Delivery stream
add-rate = Records/s
delivery-name-rule = 1 to 64 letters, digits, dots, underscores or hyphens

# Source
source-title = Source
source-puts = Direct PUT
source-stream = Kinesis data stream
source-rate = { $rate } records/s
source-throttled = throttled: { $records } records, now { $rate }/s
source-key-refused = kept out while the key of the delivery stream cannot be used: { $records } records given up
source-too-large = larger than 1,000 KiB, which Firehose takes at most: { $records } records given up
source-split = Taken apart: { $records } records into { $parts }
source-no-caller = Nobody calls it yet: add a producer.
source-callers = Called by { $names }.
source-reads = { $shards ->
    [one] 1 shard
   *[other] { $shards } shards
} read { $times ->
    [one] once
   *[other] { $times } times
} a second; { $reads } reads so far
source-behind = { $behind } behind the tip
source-no-stream = no such stream
source-reads-throttled = reads throttled: { $reads }
source-expired = expired before they were read: { $records }
source-in-pipeline = Its producers: open the Pipeline
source-bill = Billed so far: { $bytes }, each record in steps of 5 KB; { $cost }
quota-records = of { $limit } records/s
quota-requests = of { $limit } requests/s
quota-bytes = of { $limit }/s

# Function
transform-title = Transformation
transform-none = No function: records go on as they are.
transform-gone = there is no such function
transform-buffer = { $bytes } of { $size }; { $left } left of { $interval }
transform-idle = no invocation under way
transform-under-way = { $invocations ->
    [one] 1 invocation, { $records } records
   *[other] { $invocations } invocations, { $records } records
}
transform-attempts = attempt { $attempts }
transform-ok = Ok
transform-dropped = Dropped
transform-failed = ProcessingFailed
transform-invocations = Invocations
transform-failed-invocations = Failed invocations

# Buffer
tank-title = Buffer
tank-others = The buffers
tank-more = and { $count } more
tank-empty = It goes at { $size } MiB, or { $interval } after its first record, whichever comes first.
tank-holds = { $bytes } of { $size } ({ $part }), { $records } records; { $rate } come in.
tank-raised = Raised from { $hint } to { $size }: delivery fell behind.
tank-interval-of = of { $interval }
tank-column-buffer = Buffer
tank-column-route = Goes to
tank-column-holds = Holds
tank-column-size = Size
tank-column-rate = Comes in
tank-column-next = Next
forecast-empty = Empty: the interval begins with the first record
forecast-waits = Due: waits for the delivery before it
forecast-size = Size first, in { $wait }
forecast-interval = Interval first, in { $wait }
forecast-other-interval = The interval has { $wait } left.
forecast-other-size = At this rate the size would be reached only in { $wait }.
forecast-other-none = Nothing comes in, so the size will not be reached.
forecast-other-waits = What comes in meanwhile gathers behind it.
forecast-other-empty = The interval is { $interval }.
next-flush = Next flush
next-flush-about = Go to where the next delivery leaves the buffer (B)
next-flush-stop = Stop looking
next-flush-none = Nothing leaves the buffer within { $hours } simulated hours from here.

# Routes and causes
route-destination = destination
route-backup = backup
route-processing-failed = error prefix: processing failed
route-conversion-failed = error prefix: format conversion failed
route-partitions-exceeded = error prefix: too many active partitions
route-delivery-failed = bucket: delivery failed
cause-size = by size
cause-interval = by interval

# Deliveries on their way, and what became of records
flights-title = On its way
flights-none = Nothing is on its way.
flight = { $bytes } { $cause } ({ $lane })
flight-goes = { $wait } to go
flight-waits = attempt { $attempts } failed, attempt { $next } in { $wait }; failing since { $since }
flight-again = attempt { $attempts }, failing since { $since }
stage-upload = writing to the bucket
stage-copy = COPY into the cluster
stage-request = sending
destination-title = Destination
destination-got = { $records } records, { $bytes } in all
flight-cannot-copy = COPY cannot read these objects; see CopyOptions.
destination-deliveries = Deliveries: { $size } by size, { $interval } by interval
destination-latest = latest { $at }: { $bytes } { $cause }
destination-index = what arrives now: { $index }
destination-out = out of service
destination-slow = { $factor } times as slow
bucket-out = bucket out of service
bucket-key-refused = the key of the bucket cannot be used: it is disabled or waits for its deletion
out-until = {" until "}{ $at }
branch-failed = Error prefix
branch-backup = Backup
branch-lost = Lost
lost-puts = Firehose keeps what it cannot deliver for 24 hours, then it is lost.
lost-stream = What could not be delivered for longer than the source keeps it is lost.
branch-amount = { $records } · { $bytes }

# Below
tab-timeline = Flushes over time
tab-latency = Latency and objects
tab-deliveries = Deliveries and why
timeline-flushes = Delivered in the last { $span }: { $size } by size, { $interval } by interval.
timeline-freshness = Data freshness: the oldest record not yet delivered is { $now } old; in this time it came to { $oldest }.
timeline-from = From
timeline-records = Records in
timeline-delivered = Delivered
timeline-age = Freshness
latency-none = Nothing has been delivered yet.
latency-since = Since the settings changed at { $at }:
latency-summary = From arrival to delivery: half of the records within { $p50 }, 99 % within { $p99 }.
latency-cause = Delivered
latency-records = Records
latency-all = all
requests-summary = Requests hold { $mean } on the average, { $part } of the { $hint } asked for; { $hour } an hour.
objects-summary = Objects hold { $mean } on the average, { $part } of the { $hint } asked for; { $hour } an hour.
objects-about = { $count ->
    [one] Bytes before compression of the latest delivery; the line is the size asked for.
   *[other] Bytes before compression of the latest { $count } deliveries; the line is the size asked for.
}
deliveries-none = Nothing has been delivered yet.
deliveries-left = Left the buffer
deliveries-cause = Cause
deliveries-bytes = Bytes
deliveries-records = Records
deliveries-oldest = Oldest record
deliveries-to = From or to
deliveries-ask = Why did it leave at { $at }?

# Bucket
tab-bucket = Bucket
bucket-reading = Reading…
bucket-empty = Nothing has been written yet.
bucket-written = { $objects ->
    [one] 1 object or request was written.
   *[other] { $objects } objects and requests were written.
}
bucket-listed = The newest { $objects } are listed.
bucket-cut = There are more rows than fit here: close some folders.
bucket-estimated = ≈ estimated: so much is made only for its size when what is in view holds less than 4 MiB; else by how the first 256 KiB of the newest object came out.
bucket-key = Key
bucket-stored = In the bucket
bucket-plain = Before compression
bucket-at = Complete at
bucket-version = Version
bucket-objects = { $objects ->
    [one] 1 object
   *[other] { $objects } objects
}
bucket-requests-count = { $objects ->
    [one] 1 request
   *[other] { $objects } requests
}
bucket-requests = Requests to the destination, which keeps no objects
bucket-request = request { $number }
bucket-more = { $count } more of { $left }
bucket-not-kept = what it held is not kept any more
object-gone = What this object held is not kept any more.
object-close = Close the object
object-records = { $records ->
    [one] 1 record.
   *[other] { $records } records.
}
object-plain = { $plain }, not compressed.
object-packed = { $plain } before, { $stored } in the bucket: { $ratio }.
object-estimated = ≈ by its first 256 KiB.
object-is-request = A request has no key and is kept nowhere: these are the documents that it carried.
object-save = Download
object-saving = The whole object is being made…
object-file-cut = The file has the first { $mebibytes } MiB of what is in the object, before compression: the whole would be too large here.
object-content = What is in it
object-borders = Each record has another background than the one before; the bytes are as they are.
object-padded = Generated records without a template are filled up with blanks to their size.
object-cut = The first { $kibibytes } KiB; the file has the rest.
object-rows = Columns and the first { $rows } rows
object-raw = The data in rawData, decoded
object-function = Records as the function got them, and as they are now
object-came = As it came
object-now = As it is now
object-hex = The first bytes of the object itself
object-trap-title = Records stick together
object-trap = Firehose puts nothing between records: of the first { $records } that another one follows, { $joined } do not end with a line feed, and the next one begins on the same line. Who reads a line at a time, such as Athena or Spark, sees one long line: the first record, or an error. Send the line feed with each record, or let Firehose put it there.
object-trap-mend = Put a line feed behind every record
object-trap-mended = New objects have a line feed behind every record; this one stays as it is.

# Size against interval
tab-sweep = Size against interval
sweep-about = What would other buffering hints make of this very traffic? Copies of the world run on with each of them, one after another: what is told was measured, not reckoned.
sweep-begin = Measure
sweep-again = Measure again
sweep-stop = Stop measuring
sweep-progress = Measured so far
sweep-done = { $runs ->
    [one] 1 run measured.
   *[other] { $runs } runs measured.
}
sweep-stale = Settings or traffic have changed since: measure again.
sweep-use = Use { $size } MiB and { $interval } s
sweep-in-force = These hints are in force.
sweep-one-by-one = One hint is varied at a time; the other one is as it was when measuring began.
sweep-not-yet = This has not been measured yet.
sweep-nothing = Nothing was delivered within { $span }.
sweep-words = With { $size } MiB and { $interval } s half of the records are delivered within { $p50 }, 99 % within { $p99 }, in { $objects } objects an hour of { $mean }.
sweep-sooner = Against the hints as they were, that is { $sooner } sooner, for { $times } times as many objects.
sweep-later = Against the hints as they were, there are { $times } times fewer objects, and records come { $later } later.
sweep-sooner-as-many = Against the hints as they were, that is { $sooner } sooner, for about as many objects.
sweep-later-as-many = Against the hints as they were, there are about as many objects, and records come { $later } later.
sweep-same = That is as with the hints as they were: what was changed is not what decides.
sweep-chart = Age at delivery (99 %) against objects an hour
sweep-axis-objects = objects an hour
sweep-sizes = other sizes
sweep-intervals = other intervals
sweep-ring = ○ in force now
sweep-present = now
sweep-column-p50 = p50
sweep-column-p99 = p99
sweep-column-objects = Objects an hour
sweep-column-mean = Mean object
sweep-column-month = Objects a month
sweep-column-causes = By size / interval
sweep-column-lasted = Measured for
sweep-how = In each copy the delivery stream begins anew and empty with the hints; traffic, function and destination are as they are. A run lasts two intervals, that of the function and a minute. Sizes are before compression; a month has 730 hours. Each object is a PUT request or more, which S3 charges.

# Why
flush-why-size = Flushed because of its size
flush-why-interval = Flushed because of the interval
flush-rule = A buffer goes when it holds SizeInMBs or when IntervalInSeconds have passed since its first record, whichever comes first.
flush-numbers = It held { $bytes }, { $part } of the { $size } asked for; its oldest record was { $age } old, with an interval of { $interval }.
flush-zero = An interval of 0 is zero buffering: the buffer goes about a second after its first record.
flush-function = Ages count from arrival: the time that records waited for the function is in them.
flush-outdated = Other settings hold since then. What would help now is told by a delivery of now.
flush-other-route = { $bytes } of { $route } gathered in a buffer of their own, by the hints of that bucket.
flush-took = { $attempts ->
    [one] The delivery took { $took }, at the first attempt.
   *[other] The delivery took { $took } and { $attempts } attempts.
} Its oldest record was { $age } old then.
advice-shorter = Sooner: with an interval of { $interval } s records arrive earlier, in smaller objects.
advice-smaller-reached = Sooner: a size of { $size } MiB would have been reached before the interval was over.
advice-longer = Larger objects: with an interval of { $interval } s more gathers, and records arrive later.
advice-traffic = More traffic: with { $times } times as much, the size would come first.
advice-smaller = Sooner: with { $size } MiB the buffer goes after { $part } of the time, in smaller objects.
advice-larger = Larger, fewer objects: with twice the size the buffer fills for twice as long, unless the interval comes first.
advice-interval-useless = ✕ A shorter interval changes nothing as long as it is longer than { $filled }, which filling took.
try-size = Try it: { $size } MiB
try-interval = Try it: { $interval } s
try-traffic = Try it: { $times } times the traffic

# The bar below
episode-puts = { $name } from { $at }: { $refused } refused (Direct PUT)
episode-puts-over = { $name } from { $at } to { $end }: { $refused } refused (Direct PUT)
episode-reads = { $name } from { $at }: { $refused } refused (reads)
episode-reads-over = { $name } from { $at } to { $end }: { $refused } refused (reads)

# Settings
settings-profile = Limits: { $profile }
settings-buffer = Buffering hints
settings-buffer-notes = In the course notes’ words: near real time, at least 60 s for batches that are not full, or 32 MB of data at once.
settings-bucket = Bucket and backup
settings-format = Records
set-destination-out = Destination out of service
set-out-hour = Out of service for an hour
set-bucket-out = Bucket out of service
set-backup-out = Bucket of the backup out of service
set-slow = Destination 20 times as slow
set-none = none
set-size-about = From how much on a buffer goes; counted before compression.
set-interval-about = How long the first record of a buffer waits at most.
set-kind-about = Where the records go.
set-place-about = Where in the destination.
set-copy-options-about = How COPY reads the objects, such as GZIP or JSON 'auto'.
set-copy-options-wrong = COPY cannot read these objects: with CompressionFormat GZIP the options must say GZIP, and without it they must not. Every COPY fails until both agree.
set-retry-about = How long it is tried again before the bucket gets it.
set-bucket-about = The bucket: the destination itself, where a cluster copies from, or where what failed goes.
set-prefix-about = Before the names of objects. Expressions such as !{"{"}timestamp:yyyy{"}"} want an ErrorOutputPrefix, which is filled in.
set-error-prefix-about = Before the names of objects with records that failed.
set-rotation-about = How the index’s name changes with time.
set-extension-about = In the place of the one of the format, such as .json; empty: none of its own.
set-bucket-hints-about = For what goes to the bucket.
set-bucket-key-about = The key of AWS KMS that encrypts objects, by ARN; empty: none.
set-compression-about = Of objects; the size hint counts before it.
set-backup-about = Whether everything goes to the bucket too, or only what the destination did not take.
set-backup-source-about = Whether the records as they came go to a backup too; a stream is then read twice as often.
set-backup-bucket-about = The bucket of the backup; empty: the same.
set-delimiter-about = A line feed behind each record, so that objects can be read line by line.
set-delimiter-text-about = What stands between records; \n is a line feed, \t a tab. Empty: a line feed.
set-splitting-about = Takes records apart that hold several, before the function and the partition keys.
set-conversion-about = JSON becomes columns; gathers at least 64 MiB, so the hints go to their defaults.
set-table-about = The table of the Glue catalogue, as database.table.
set-columns = Columns
set-columns-about = The table’s columns, as name type, name type; types are boolean, bigint, double, string. Empty: as found in the first records.
set-partitioning-about = Keys with jq queries: type=.type; user=.user. Prefix follows; keys of a function are written there alone. Each combination has a buffer of its own; empty: none.
set-function-about = The Lambda function that transforms records.
set-function-size-about = How much is gathered for an invocation.
set-function-interval-about = How long the first record waits for the function at most.
set-function-retries-about = How often a failed invocation is tried again.
set-function-field-about = A setting of the simulated function.
set-function-simulated = The simulated function: not a setting of AWS’s.
hint-bounds = Default { $default }, { $min } to { $max }.
hint-bounds-text = Default { $default }, { $min } to { $max }.
hint-course-notes = In the course notes { $min } to { $max }.
hint-current = At AWS today { $min } to { $max }.
field-not-a-number = { $field }: a number from { $min } to { $max }, please.
field-not-whole = { $field }: a whole number from { $min } to { $max }, please.
field-not-queries = { $field }: each key as name=.query, with semicolons between, please.
field-not-columns = { $field }: each column as name type (boolean, bigint, double or string), with commas between, please.
function-field = field
function-keeps = keeps
function-columns = columns
function-keys = partition keys
function-nth = fails every …th record
function-invoke-time = time of an invocation
function-record-time = time of a record
function-timeout = Timeout
function-failing = invocations that fail
callers-title = Producers that call it
callers-none = Nobody calls it yet: add a producer at the source.
callers-choose = Producer
callers-remove = Remove { $name }
remove-delivery-question = Remove “{ $name }” with the { $records } records that wait in it? What was delivered stays where it is.
remove-delivery-yes = Remove it
producer-calls = It calls the delivery stream “{ $name }”.
producer-in-firehose = Show it in Firehose

# Ready delivery streams
firehose-own = Choose a ready one…
firehose-acts = Try
scenario-delivery = Delivery stream
scenario-size-wins = Size wins
scenario-size-wins-about = 900 records/s of 1,000 bytes fill 5 MiB in less than six seconds, long before 300 seconds are over. Every object has 5 MiB, and its oldest record is about six seconds old.
scenario-interval-wins = Interval wins
scenario-interval-wins-about = 10 records/s of 1,000 bytes make 0.6 MiB in a minute: the interval of 60 seconds is over long before 5 MiB are there. Every record waits up to a minute, and the objects are small.
scenario-missing-newline = The missing newline
scenario-missing-newline-about = Firehose joins records as they are. Without a line feed at the end of each, an object is one long line of JSON objects, of which Athena and many other tools read the first only. Open an object below Bucket, then add the delimiter.
scenario-transform-fails = A transformation that fails
scenario-transform-fails-about = The function answers ProcessingFailed for every 20th record: those lie below processing-failed/, with their data in base64, and the others go on. Break the function, and after three more attempts whole batches go there: nothing is lost.
scenario-destination-down = Destination down, with and without backup
scenario-destination-down-about = Two delivery streams feed two OpenSearch domains. Let both domains fail for an hour: Firehose tries again for 300 seconds, then writes the documents below AmazonOpenSearchService_failed/. The second stream keeps all documents in its bucket anyway, so that nobody must collect the failed ones.
scenario-small-files = Small files
scenario-small-files-about = Zero buffering delivers within seconds and writes an object each second: 3,600 small files an hour, which are dear to put and slow to query. Set 64 MiB and 300 seconds, and count again.
scenario-competing-for-reads = A stream as source, among other consumers
scenario-competing-for-reads-about = Firehose reads each shard once a second, within the five reads a second that all share. The loop of fraud reads every 300 ms, that of dashboard every 170 ms: together they ask for more than nine, and Firehose is refused now and then. Remove dashboard, and all have room.
act-double-load = Send twice as much
act-more-load = Send 2,000 records/s
act-add-delimiter = Append a delimiter
act-add-newline-function = Use the function add-newline
act-break-function = Let every invocation fail
act-repair-enrich = Repair the function
act-down-hour = Both domains down for an hour
act-destinations-up = Both up again
act-five-minutes = Set 64 MiB, 300 seconds
act-remove-dashboard = Remove the consumer dashboard

headless-unknown-delivery-stream = “{ $name }” names the delivery stream “{ $stream }”, which the scenario does not have. It has { $known }.
headless-no-delivery-stream = “{ $name }” names the delivery stream “{ $stream }”, which the scenario does not have. It has no delivery stream.
