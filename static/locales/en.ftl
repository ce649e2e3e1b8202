# The page's words in English. Every message stands in zh-CN.ftl too, with the same arguments.

loading = Starting the simulation…
part-loading = Loading…
part-unavailable = A part of this page could not be loaded. Check the network and try again.
part-again = Try again
dismiss = Dismiss
close = Close
cancel = Cancel
language-unavailable = The words of { $name } could not be loaded; the page stays in English. Choose the language again to try once more.
language = Language
theme = Colours
theme-system = Auto
theme-light = Light
theme-dark = Dark

# Views
views = Views
view-lab = Lab
view-pipeline = Pipeline
view-firehose = Firehose
view-console = Console
view-region = Region
view-limits = Limits

# Scenarios
scenarios = Scenarios
scenario-open = Open…
scenario-save = Save
scenario-hot-key = Hot key
scenario-hot-key-about = One of 1,000 keys sends half of the records. Its shard is throttled while the other three have room to spare.
scenario-even-load = Even load
scenario-even-load-about = 10,000 keys send alike. MD5 spreads them over the shards so evenly that every shard keeps up.
scenario-small-records = Many small records
scenario-small-records-about = Records of 100 bytes: each shard reaches 1,000 records/s while its bytes gauge stays near 10 %.
scenario-time-to-split = Time to split
scenario-time-to-split-about = Two shards are asked for 2,600 records/s under many keys. Split them one by one, or scale the stream, and watch the lineage: which helps sooner?
scenario-on-demand = On-demand stream
scenario-on-demand-about = A stream in ON_DEMAND mode takes 4,000 records/s at first and is asked for 6,000. AWS looks at the load every few minutes and splits shards by itself.
scenario-large-records = Few large records
scenario-large-records-about = Records of 400 kB: three a second fill a shard's 1 MiB/s while its records gauge stays near zero.

# Inputs
inputs = Inputs
inputs-stream = Stream
inputs-producer = Producer { $name }
producer = Producer
limits = Limits
limits-current = AWS today
limits-course = Course notes
knob-shards = Shards
knob-shards-hint = Another number of shards begins the run anew.
knob-rate = Rate
knob-keys-model = Partition keys
keys-model-hot = One hot key
keys-model-uniform = Uniform
keys-model-zipf = Zipf
keys-model-sequential = In turn
keys-model-fresh = New id for each record
keys-model-file = From a file
keys-of-file = As in { $file }, column “{ $key }”.
knob-keys = Distinct keys
knob-share = Hot key's share
knob-hot-key = Hot key
knob-exponent = Zipf exponent
knob-size-model = Record size
size-model-fixed = Fixed
size-model-log-normal = Log-normal
size-model-file = From a file
knob-size = Data per record
knob-size-median = Median data per record
size-of-template = Records are as large as what they look like: their template says it.
knob-sigma = Spread (sigma)
knob-arrivals = Arrivals
arrivals-poisson = Poisson
arrivals-constant = Evenly spaced
knob-burst = Bursts
burst-off = None
burst-on = Repeated
knob-burst-every = A burst every
knob-burst-for = A burst lasts
knob-burst-factor = Rate in a burst
knob-retry = When refused
retry-none = Give up
retry-backoff = Exponential back-off
knob-retry-attempts = Attempts in all
knob-retry-base = First wait
knob-retry-cap = Longest wait
knob-jitter = Jitter
jitter-on = Full jitter
jitter-off = None

# Stage
ring = Where keys land
ring-summary = The hash space as a ring, divided among { $shards } shards.
ring-dots = Each dot is a real record; it stands for about { $records }.
key = Partition key
key-hash = Hash key
key-place = { $percent } % of the way around
key-shard = Shard
lanes = Shards against their two write limits
lanes-hottest = The { $shown } hottest of { $shards } shards.
lane-throttled = THROTTLED
lane-near = near its limit
lane-within = keeps up
lane-idle = idle
lane-failing = puts fail
lane-why = Explain { $shard }
gauge-bytes = bytes
gauge-records = records
total-offered = offered
total-accepted = accepted
total-refused = refused
total-failed = failed
totals-about = Of { $stream } since it was created: offered = accepted + refused (by a shard’s limit) + failed (with the whole request). Each attempt counts.
total-given-up = given up
total-waiting = waiting to retry
total-retried = sent again
total-stored = stored
total-trimmed = trimmed

# Where there is nothing to draw
absence-none = There is no stream.
absence-creating = { $stream } is CREATING until { $until }, for another { $left }. Until then puts get ResourceNotFoundException.
absence-deleting = { $stream } is DELETING until { $until }, for another { $left }. Puts get ResourceNotFoundException already.
absence-no-producer = Nobody sends to { $stream }: the producers of this scenario send elsewhere. In the console, put-record sends by hand.
absence-failing = Producer { $producer } gets { $exception }: { $records } records/s.
absence-create = Create the stream { $stream }

# The running stream
stream = The running stream
stream-none = There is no stream. Create one.
stream-gone = { $gone } is gone; { $now } is in view now.
stream-gone-last = { $gone } is gone. No stream is left.{ $now }
stream-view = Stream in view
stream-mode = Capacity mode
stream-shards = Shards
status-left = { $status } for another { $left }
status-steps = { $status } for another { $left }: { $steps ->
    [one] one split or merge is
   *[other] { $steps } splits and merges are
} still to come
scale = UpdateShardCount to
scale-do = Scale
scale-rule = half to double: { $least } to { $most }; calls in 24 h: { $calls } of { $allowed }
stream-more = Retention, mode, create…
stream-facts = { $mode } · { $open } open, { $closed } closed · { $hours } h
scale-on-demand = AWS scales an on-demand stream by itself: no SplitShard, MergeShards or UpdateShardCount.
retention = Retention period
retention-hours = Hours
retention-increase = Increase
retention-decrease = Decrease
retention-rule = { $least } to { $most } hours; now { $hours }. Decreasing makes older records unreadable.
mode = Capacity mode
mode-to-on-demand = Switch to ON_DEMAND
mode-to-provisioned = Switch to PROVISIONED
mode-provisioned-about = You choose the shards and pay for each hour of each.
mode-on-demand-about = AWS splits and merges shards as the load asks, up to twice the peak of 30 days. One hot key still throttles.
mode-review = On-demand: AWS looks at the load again in { $left }.
mode-calls = Changes in 24 h: { $calls } of { $allowed }.
create = Another stream
create-name = Name
create-name-rule = 1 to 128 letters (a–z, A–Z), digits, “_”, “.” or “-”
create-do = Create
create-about = Producers go on sending to the scenario's stream.
delete = Delete this stream
delete-about = Its shards and records are gone, and its producers get ResourceNotFoundException.
delete-do = Delete { $stream }
delete-question = Delete { $stream }? { $records ->
    [one] One record
   *[other] { $records } records
} that can be read now will be gone, and nothing brings them back.
delete-yes = Delete

# Splits and merges
lane-menu = Split or merge { $shard }
reshard-about = Hash keys { $start } to { $end }, { $percent } of the hash space.
reshard-on-demand = The stream is ON_DEMAND: AWS splits and merges by itself and refuses to be asked.
reshard-not-active = The stream is { $status }: one change at a time. Wait until it is ACTIVE.
reshard-closed = This shard is CLOSED: it was split or merged already. Its records stay readable until they expire.
reshard-gone = This shard is gone.
split-middle = Split at the middle
split-at = Or at hash key (NewStartingHashKey)
split-slider = Where the shard is split
split-rule = The first hash key of the upper child: more than the shard's first plus one, less than its last.
split-there = Split there
split-narrow = This shard is too narrow to be split.
split-outcome = Both children
split-child = Child
split-part = Of the keys
split-load = Of the load
split-hot-key = “{ $key }” alone sends { $share } of what { $shard } is asked. It stays in one child, whole.
merge-upper = Merge with { $shard } (higher hash keys)
merge-lower = Merge with { $shard } (lower hash keys)
merge-no-upper = No shard has higher hash keys.
merge-no-lower = No shard has lower hash keys.
merge-together = together { $percent } of a shard's limit

# The lineage
stage-below = Below the stage
stage-charts = Charts
stage-lineage = Lineage
lineage = Lineage: the shards over time
lineage-span = How much time
lineage-recent = Recent
lineage-whole = Whole run
lineage-key = Of the limit:
lineage-throttled = throttled
lineage-axes = The hash space downwards from 0, simulated time to the right
lineage-label = Lineage of the shards. { $summary } Arrow keys go from shard to shard, left to a parent, right to a child; S splits, M merges.
lineage-summary = { $open } open shards, { $closed } closed{ $expired }; { $splits ->
    [one] 1 split
   *[other] { $splits } splits
}, { $merges ->
    [one] 1 merge
   *[other] { $merges } merges
} in this time.
lineage-expired = , { $shards } expired
lineage-band-open = { $shard } · { $range } ({ $percent }) · { $stored } records · from { $opened } · parents { $parents } · children { $children }
lineage-band-closed = { $shard } · { $range } ({ $percent }) · { $stored } records · { $opened } to { $closed } · parents { $parents } · children { $children }
lineage-band-expired = { $shard } · { $range } ({ $percent }) · EXPIRED: its records are gone · { $opened } to { $closed } · parents { $parents } · children { $children }
lineage-band-readers = { " " }· read up to: { $readers }
lineage-horizon = trim horizon
lineage-table-part = The latest { $shown } of { $shards } shards.
lineage-keys = Hash keys
lineage-parents = Parents
lineage-children = Children
lineage-opened = Opened
lineage-closed = Closed
lineage-stored = Stored
lineage-refused = Refused
readers = Consumers: how far each has read
readers-none = Nobody reads this stream. Who calls GetRecords or SubscribeToShard, in the Console for example, appears here.
readers-more = The { $shown } consumers that are nearest to the trim horizon; { $more } more stand in the table.
readers-unmarked = { $positions } positions have no mark in the picture: a band has at most { $most }, those of the slowest.
reader-key = consumer: slowest shard to newest
reader-polling = GetRecords tells no name: all who poll share this row, and each chain of iterators has a mark.
reader-slowest = slowest { $shard } · { $time } behind · MillisBehindLatest { $behind }
reader-keeps-up = slowest { $shard } · keeps up · MillisBehindLatest { $behind }
reader-nowhere = has not begun to read a shard
reader-ended = { $shards ->
    [one] has read 1 closed shard to its end
   *[other] has read { $shards } closed shards to their end
}
reader-near = ⚠ near the trim horizon ({ $percent } of { $hours } h)
reader-losing = ⚠ losing records: { $lost } expired unread
reader-stopped = · stopped
reader-consumer = Consumer
reader-positions = Positions
reader-slowest-shard = Slowest shard
reader-slowest-at = Has read up to
reader-behind = MillisBehindLatest
reader-newest = Newest position
reader-lost = Lost
reader-letter = Mark
reader-state = State

# Many shards
strip-summary = { $shards } shards in hash order, { $refusing } refusing. The hottest, { $shard }, is at { $percent } of its limit.
hottest = The hottest shards
hottest-load = Of the limit
hottest-limit = By
hottest-refused = Refused/s

# Charts
charts = Charts over simulated time
chart-measure = What the first chart measures
chart-by-records = records/s
chart-by-bytes = bytes/s
chart-legend = Lines
chart-limit = limit a shard
chart-written-records = Written, records/s
chart-written-bytes = Written, KiB/s
chart-refused = Refused, records/s
chart-summary = { $shard } most: { $value }/s · all { $sum }/s
chart-summary-part = { $shard } most: { $value }/s · these { $sum }/s
chart-summary-none = none at present
chart-table = Table
chart-shard = Shard
chart-last = Last
chart-mean = Mean
chart-most = Most
chart-closed = (closed)

# Why
why = Why?
why-idle = { $shard } is idle.
why-within = { $shard } keeps up: nothing refused.
why-over = { $shard } is asked more than its rate for a moment, and still takes it: nothing refused.
why-refusing = { $shard } refused { $refused ->
    [one] one record
   *[other] { $refused } records
} in the last second.
why-episode = { $shard } refused { $refused } records from { $began } to { $last }. How it began:
why-now = Back to the present moment
why-rule-records = { $asked } records/s { $sign } { $allowed } records/s ({ $percent } % of the limit)
why-rule-bytes = { $asked } KiB/s { $sign } { $allowed } KiB/s ({ $percent } % of the limit)
why-key-records = “{ $key }” alone sends { $asked } records/s, { $share } % of what was newly sent to this shard under { $keys ->
    [one] one key
   *[other] { $keys } keys
}.
why-key-bytes = “{ $key }” alone sends { $asked } KiB/s, { $share } % of what was newly sent to this shard under { $keys ->
    [one] one key
   *[other] { $keys } keys
}.
why-key-records-about = “{ $key }” alone sends about { $asked } records/s, about { $share } % of what was newly sent to this shard under at least { $keys } keys, reckoned from the latest part of the records.
why-key-bytes-about = “{ $key }” alone sends about { $asked } KiB/s, about { $share } % of what was newly sent to this shard under at least { $keys } keys, reckoned from the latest part of the records.
why-key = Key
why-asked = Sent
why-share = Share
why-what-helps = What would help
why-idle-advice = Nothing was sent to this shard in the last second.
why-within-advice = A shard takes 1 MiB/s or 1,000 records/s, whichever is reached first. Raise the rate and watch which one binds.
why-over-not-refused = For a moment a shard takes more than its rate: what it left unused in the last second is still there. If this lasts, it will refuse.
why-split-useless = ✕ Splitting the shard will not help: one key always hashes to one place, so all its records stay in one shard.
why-split-helps-others = ◐ More shards give the other keys room; this key alone will soon fill a shard again.
why-spread-key = ✓ Spread the key: add a suffix such as “#7” so that its records hash to several shards, and order is kept per suffix.
why-retry-useless = ✕ Retrying only sends the same records again: the excess lasts.
why-retry-short = ◐ Retrying with back-off and jitter rides out short bursts, not a lasting excess.
why-more-shards = ✓ More shards: many keys share the load, so they spread over new shards.
why-too-few-shards = ✓ More shards: the whole stream is asked more than all its shards allow together, however its keys are spread.
why-repeats = { $repeats } of these { $asked } records are repeats: refused records that are sent again add to the load.
why-smaller-records = ✓ Fewer bytes: compress the data or send less of it.
why-aggregate = ✓ Aggregate: the KPL packs many small records into one, because the limit of records binds, not of bytes.

# Requests that fail as a whole
failing = Requests of { $producer } fail with { $exception }: { $records ->
    [one] one record
   *[other] { $records } records
} in the last second.
failing-no-stream = Create a stream of the name { $stream }: its producers go on by themselves once it is ACTIVE.
failing-creating = Wait until { $stream } is ACTIVE. Retrying with back-off carries a producer over it.
failing-deleting = { $stream } is being deleted: create it again once it is gone, or send to another stream.
failing-zones = At least two of the three zones have to store a record before the put to { $stream } is answered. Let a zone be healthy again in the view Region. A producer that retries loses nothing meanwhile.
failing-key = { $stream } is encrypted, and KMS does not give its key. Enable the key, let producers use it, or stop encryption, all in the view Region.
why-source = Rule: { $limit }. Source: { $source }.
why-hottest = Follow the hottest shard
why-follows-hottest = This follows the hottest shard. Choose a lane to keep to one.
try-spread = Try it: spread the keys evenly
try-shards = Try it: { $shards } shards

# Playback
playback = Playback
play = Play
pause = Pause
restart = Begin anew
step-event = Next event
step-event-about = Pause and let the next event happen (→)
step-second = +1 s
step-second-about = Pause and let one simulated second pass (Shift →)
replaced = The run of “{ $name }”, in which something had been changed, has ended.
replaced-go-back = Bring it back
next-throttle = Next throttle
next-throttle-about = Go to where throttling begins next (N)
next-throttle-none = Nothing begins to be throttled within { $hours } simulated hours from here.
next-throttle-goes-on = Throttling goes on at this moment. { $hours ->
    [one] Within a simulated hour
   *[other] Within { $hours } simulated hours
} from here, none other begins.
next-throttle-searching = Searching… { $at }
next-throttle-stop = Stop searching
clock = Simulated time
speed = Speed
speed-reached = reached { $speed }
episodes = Throttling
episodes-none = Nothing was throttled so far.
episode-records = { $shard } from { $at }: { $refused } refused (records)
episode-bytes = { $shard } from { $at }: { $refused } refused (bytes)
episode-records-over = { $shard } from { $at } to { $end }: { $refused } refused (records)
episode-bytes-over = { $shard } from { $at } to { $end }: { $refused } refused (bytes)
episode-failed = { $exception } from { $at }: { $failed } failed
episode-failed-over = { $exception } from { $at } to { $end }: { $failed } failed

# Limits
limits-title = Every limit, and what answers a breach
limits-about = Each row is a quota of Kinesis Data Streams or Data Firehose as this simulation enforces it. Two editions stand side by side: what AWS documents now, and what course notes and exams of about 2018 to 2021 say.
limits-units = MB or MiB? AWS's pages write MB and mean 1,048,576 bytes, which is 1 MiB; so it is written here. A true MB has 1,000,000 bytes, 4.6 % less: 1,000 records of 1,048 bytes, keys counted, fit into a shard's second; into a true MB they would not.
limits-in-force = Limits in force
limits-switch = Switching to “{ $profile }” changes { $count ->
    [one] one limit
   *[other] { $count } limits
} of { $all }, from this moment on:
limits-list = All limits
limits-search = Search
limits-search-hint = name, error, value or source
limits-differing = Only where the two differ
limits-shown = { $shown } of { $all } shown
limits-empty = No limit matches “{ $query }”.
limits-empty-differing = No limit in which the two differ matches “{ $query }”.
limits-show-all = Show all
limits-name = Limit
limits-scope = Applies to
limits-now = in force
limits-error = Error on a breach
limits-source = Source
limits-checked = checked { $month }
limits-same = same
limits-differs = differs:
limit-value = { $value } { $unit }
limit-none = not offered
limit-used = now { $amount }, { $percent }
limit-used-shard = { $shard } now: { $amount }, { $percent }
limit-over = over the limit:
topic-writing = Writing
topic-reading = Reading
topic-fan-out = Enhanced fan-out
topic-resharding = Shards and resharding
topic-on-demand = On-demand capacity
topic-retention = Retention
topic-encryption = Encryption
topic-streams = Streams
topic-firehose = Data Firehose
topic-api-calls = API calls
scope-shard = each shard
scope-record = each record
scope-request = each request
scope-stream = each stream
scope-consumer-and-shard = each consumer at each shard
scope-account-and-region = an account in a Region
scope-delivery-stream = each delivery stream
scope-partition = each partition

# Console
console-title = aws …
console-keys = Enter runs · Tab completes · ↑ ↓ earlier lines · Ctrl L clears
console-hint = Enter runs the command, Shift Enter begins a line. Tab completes; Escape and then Tab goes on to the next control. Arrow keys bring earlier lines.
console-clear = Clear
console-log = Commands and answers
console-empty = Nothing was typed yet. Type a command of the AWS CLI, or choose an example.
console-prompt = Command
console-completions = Completions
console-offers = { $count ->
    [one] One completion
   *[other] { $count } completions
}, arrow keys choose, Enter takes
console-no-offers = No completion
console-silent = Done. Nothing was printed.
console-more = { $text } … and { $lines } more lines
console-left-out = { $characters } more characters are not shown.
console-running = Runs… While a command waits, simulated time passes quickly.
console-queued = Comes after the line before it.
console-dropped = Not run: the line before it was cancelled.
console-cancel = Cancel (Esc)
console-echo = done on the page
console-echo-refused = refused on the page
console-began = A run of “{ $scenario }” begins.
console-output = Output of { $line }
console-error = Error of { $line }
console-copy = Copy the output of { $line }
console-copy-command = Copy the command { $line }
console-examples = Examples
console-examples-hint = A click puts the command into the prompt; Enter runs it.
console-real = Your own stream
console-real-hint = Paste or drop here what { $list } or { $describe } printed at AWS, as JSON: the simulated stream gets these very shards.
copy = Copy
copied = Copied
copy-failed = The browser does not let this page use the clipboard. Select the text and copy it with the keyboard.

# Region
zones-title = Three zones
zones-about = Kinesis copies each record into three Availability Zones before it answers the put. So the slowest zone binds: slow one down, or let one fail, and watch the put and the copies.
zone-healthy = healthy
zone-slow-by = slow by { $ms } ms
zone-failed = failed
zone-make-healthy = Healthy
zone-make-slow = Slow
zone-make-failed = Fail
zone-slow-label = Slow by
zone-store = Store, p50 / p99
zone-holds = Holds
zone-missing = Missing
zone-catch-up = Catching up
zone-volume = { $records } records, { $bytes }
zone-complete = nothing to copy
zone-will-catch-up = when it is back: { $seconds } s
zone-catches-up = { $seconds } s more
put-title = The last put that was answered
put-none = Nothing was put yet.
put-summary = { $zone } was slowest, so the put was answered after { $whole } ms. Of the last { $puts } puts half took up to { $median } ms and 99 % up to { $most } ms.
put-request = request
put-store = stored
put-slowest = slowest zone
put-answered = put answered
put-zone = Zone
put-stored = Stored after
put-out = out of service, not waited for
put-binds = { " " }← binds
zones-failed-puts = Too few zones: { $requests } requests of producers failed, with { $records } records in them. None of these was acknowledged.
zones-nothing-lost = ✓ Nothing acknowledged is lost. Of { $kept } records that can be read, { $three } are in three zones, { $two } in two, { $one } in one and { $none } in none.
zones-lost = ✕ { $none } acknowledged records are in no zone. Of { $kept } that can be read, { $three } are in three zones, { $two } in two and { $one } in one.
keys-title = Encryption at rest
keys-plain = New records are not encrypted.
keys-encrypted = New records are encrypted with { $key }.
keys-encrypted-since = Records stored since { $since } are encrypted with { $key }; older ones stay as they were.
keys-stopped-since = Records stored since { $since } are not encrypted; older ones stay encrypted, and reading them still needs their key.
keys-will-encrypt = The stream is UPDATING: in up to { $seconds } s new records will be encrypted with { $key }.
keys-will-stop = The stream is UPDATING: in up to { $seconds } s new records will no longer be encrypted.
keys-records = { $encrypted } of the records that can be read are encrypted, { $plain } are not.
keys-key = Key
keys-start = Start encryption
keys-stop = Stop encryption
keys-wait = Let { $seconds } s pass
keys-failed-puts = { $requests } requests of producers failed because of a key, with { $records } records in them.
keys-list = Keys of the account
keys-none = There is no key yet. AWS makes its own, aws/kinesis, when it is first used.
keys-more = { $more } older keys are not listed.
key-name = Key
key-state = State
key-producer = Producers may
key-consumer = Consumers may
key-actions = Do
key-aws = AWS looks after this key: everybody in the account may use it, nobody may disable or delete it.
key-in-use = in use
key-goes = goes at { $at }
key-create = Create a key
key-days = Days until a key is deleted
key-enable = Enable
key-disable = Disable
key-delete = Schedule deletion
key-keep = Cancel deletion
keys-faults = Let KMS fail
keys-fault-throttling = KMS throttles
keys-fault-opt-in = Not signed up for KMS
keys-calls = Calls of KMS
keys-calls-made = GenerateDataKey { $made } · Decrypt { $decrypted }: a data key serves about five minutes
cost-title = Cost
cost-so-far = So far
cost-per-hour = Per hour
cost-per-month = In 730 hours
cost-about = { $streams ->
    [one] One stream
   *[other] { $streams } streams
}. So far: since the beginning. Per hour: as in the last full minute; in the first minute only what is paid for by time.
cost-bill = Bill
cost-item = Paid for
cost-price = Price
cost-used = Used
cost-total = Total
cost-unconfirmed = unconfirmed
cost-modes = The same traffic in the other mode
cost-mode = Mode
cost-other-more = { $stream } as { $mode } would cost { $other } an hour instead of { $here }: { $difference } more.
cost-other-less = { $stream } as { $mode } would cost { $other } an hour instead of { $here }: { $difference } less.
cost-modes-wait = The comparison needs a full minute of traffic.
cost-source = Prices of { $region }, read { $month }. Not counted: enhanced monitoring, KMS, taxes, discounts.
price-shard-hour = { $price } a shard hour
price-payload-units = { $price } a million units of 25 KB
price-gigabyte = { $price } a GB
price-gigabyte-month = { $price } a GB and month
price-consumer-shard-hour = { $price } a consumer-shard hour
price-stream-hour = { $price } a stream hour
used-shard-hours = { $amount } shard hours
used-payload-units = { $amount } units
used-gigabytes = { $amount } GB
used-gigabyte-months = { $amount } GB months
used-consumer-shard-hours = { $amount } consumer-shard hours
used-stream-hours = { $amount } stream hours
metrics-title = What CloudWatch shows
metric-of = Of
metric-of-stream = the stream
metric-name = Metric
metric-statistic = Statistic
metric-minutes = { $metric }, { $statistic } by the minute
metric-empty = No full minute with values yet.
metric-summary = The minute from { $from }: { $value }
metric-limit-minute = limit of the open shards × 60 s: { $limit } a minute
metric-limit-second = limit of the open shards: { $limit } a second
metric-seconds = The same, second by second
metric-seconds-summary = Refused in { $throttled } of { $seconds } seconds: { $refused }
metric-stored = stored
metric-refused = refused, on top of it
metric-refused-seconds = Seconds with refusals
metric-lesson = CloudWatch sums up by the minute. A burst of a few seconds can be throttled and vanish in a sum that is far below sixty times the limit.
metric-hides-burst = The minute from { $from } shows { $stored }, { $percent } of sixty times the limit. Yet in { $seconds } of its seconds { $refused } were refused: the burst vanishes in the sum.
metric-hides-shard = The minute from { $from } shows { $stored }, { $percent } of sixty times the limit. Yet in { $seconds } of its seconds { $refused } were refused: one shard is full while the sum of all has room. Metrics by shard show it.
metric-by-second = Second by second
metric-by-shard = Metrics by shard
metric-by-shard-off = Enhanced monitoring is off: metrics by ShardId do not exist.
metric-by-shard-on = Enhanced monitoring is on, and charged as custom metrics: { $names }.
metric-burst = Burst: 5 s a minute, 4 times the rate
metric-minute = Minute from
metric-copy = Copy the command
metric-command-about = In the console this prints the same numbers; nothing of the seconds is in it.

# Key file
file-open = Your keys…
file-title = Would your keys make a hot shard?
file-about = Choose a CSV, JSON Lines or plain text file of up to 200 MB with one record a row. Shardscope hashes its partition keys as AWS does and shows which shard they overload.
file-drop = Drop a file here, or
file-choose = Choose a file
file-private = The file is read in this page and never leaves your computer.
file-sample = Use the sample
file-sample-about = US flights of 2008 by origin airport (US Department of Transportation, public domain)
file-inspecting = Looking into { $file }…
file-looks = { $file }: { $size }, { $columns ->
    [one] one column
   *[other] { $columns } columns
}. Which column is the partition key?
file-rows = First rows of the file
file-read = Read the file
file-another = Another file
file-importing = Reading { $file }: { $read } of { $size }, { $rows } rows
file-refused = { $file } cannot be used.
file-unreadable = The file could not be read. Choose it again.
column-key = Partition key
column-weight = Records a row stands for
column-size = Data bytes of a record
column-none = (none)

# Skew report
skew-summary = { $file }: { $records } records with { $keys } distinct keys. The most frequent, “{ $key }”, has { $share } of them. At { $rate } records/s “{ $hottest }” alone fills a shard, and no number of shards carries more.
skew-summary-inexact = { $file }: { $records } records with more than { $keys } distinct keys. The most frequent, “{ $key }”, has { $share } of them. At { $rate } records/s “{ $hottest }” alone fills a shard, and no number of shards carries more.
verdict-carried = { $shards ->
    [one] One shard carries this rate.
   *[other] { $shards } shards carry this rate, and no fewer do.
}
verdict-more = Not even { $shards } even shards carry this rate, though no single key is too much: split the hottest shards at chosen hash keys.
verdict-never = No number of shards helps: “{ $key }” alone asks { $asked }, and a shard takes { $allowed }. Up to { $rate } records/s in all this key still fits.
skew-top = Most frequent keys
skew-records = Records
skew-keys = Keys
skew-use = Use of the limit
skew-shard-loads = Load on each of { $shards } shards
skew-by-shards = What more shards bring
skew-shards-column = Shards
skew-hottest = Hottest shard
skew-ideal = Even share
skew-rate-max = Carries
skew-send = Send this traffic
skew-shards = { $shards } shards are not allowed; 1 to { $allowed } are.
skew-record-size = { $bytes } bytes a record are not allowed; at most { $allowed } are.
skipped = { $rows ->
    [one] One row was not used
   *[other] { $rows } rows were not used
} ({ $reason }; first on line { $line }).
skip-no-key = the key is empty or missing
skip-key-too-long = the key is longer than 256 characters
skip-not-utf8 = the key is not UTF-8 text
skip-unreadable = the line is not a JSON object
skip-bad-weight = the weight is not a whole number of 1 or more
skip-bad-size = the size is not a whole number of bytes that a record may have
skip-too-many-records = the sample already stands for too many records

# What is wrong with a file
import-empty = The file is empty. It needs rows of CSV, JSON Lines or plain text.
import-not-text = This is { $kind }, not text. Export it as CSV, JSON Lines or plain text in UTF-8.
import-not-utf8 = The file is not UTF-8 text (byte { $offset }). Save it as “CSV UTF-8”.
import-json-shape = The file is JSON, but neither JSON Lines (one object a line) nor one array of objects. Save it as JSON Lines.
import-json-broken = Line { $line }: the JSON array is broken. Between [ and ] only objects with commas between them are allowed.
import-no-fields = The first objects of the file have no field with a text, a number or a boolean in it.
import-first-row-too-long = The first line is very long. Is this a file of rows?
import-no-such-column = There is no column “{ $column }”. The columns are: { $columns }.
import-too-many-columns = Line { $line }: the row has more than { $allowed } columns.
import-row-too-long = Line { $line }: the row is longer than { $allowed } bytes. If it is CSV, a quote may not be closed.
import-quote-not-closed = Line { $line }: a quote is not closed. Everything from here to the end of the file would be one cell.
import-file-too-large = The file is larger than { $allowed } MiB. Use a part of it, or counts by key with a weight column.
import-no-usable-row = No row of the file can be used: { $reason }
import-no-rows = The file has no rows.

# What is wrong with a value or a scenario
wrong-between = { $field }: { $value } is not allowed. Allowed: between { $min } and { $max } { $unit }.
wrong-limit = { $field }: { $value } is not allowed. { $limit }: at most { $allowed } { $unit }.
wrong-length = { $field } has { $value } characters. { $limit }: at most { $allowed } characters.
wrong-at = { $field }, character { $at }
wrong-ascending = { $field }: “{ $value }” is not allowed. The first number must not be greater than the second.
wrong-empty = { $field } is empty. It needs at least one character or entry.{ $value }
wrong-name = { $field }: “{ $value }” is not allowed. Allowed are letters, digits, “_”, “.” and “-”.
wrong-hash-key = { $field }: “{ $value }” is not allowed. Allowed is a decimal number from 0 to 2^128 − 1 without leading zeros.
wrong-unique = { $field }: the name “{ $value }” is taken. Names must differ.
wrong-kind = { $field }: “{ $value }” is a consumer of another kind. Remove it and add the other one.
wrong-partition = { $field }: the open shards do not divide the hash space without gap or overlap (at { $value }). They must cover 0 to 2^128 − 1.
wrong-account = { $field }: “{ $value }” is not an account number. It has twelve digits.
wrong-region = { $field }: “{ $value }” is not a Region’s code. Lower-case letters, digits and dashes are allowed, as in us-east-1.
refused-by-aws = AWS refuses with { $exception }: { $reason }
wrong-unknown = { $field }: “{ $value }” is not known. Known: { $known }.
wrong-unknown-store = { $field }: “{ $value }” is not known. There is no store yet.
wrong-unknown-none = { $field }: “{ $value }” is not known. Read the key file first (“Your keys…”).
wrong-later = { $field }: “{ $value }” is not allowed. It came later than the course notes: only the limits of “AWS today” have it.
wrong-later-destination = { $field }: “{ $value }” is a destination of the limits of “AWS today” alone. Those of the course notes have { $known }.
wrong-index = { $field }: “{ $value }” is not allowed. The name of an index is in lower case, has none of \ / * ? " < > | , # and space, does not begin with -, _ or +, and has at most 255 bytes.
wrong-form = { $field }: “{ $value }” is not allowed. It looks like this: { $examples }
wrong-own-bound = { $field }: { $value } is not allowed. Shardscope itself has room for { $max } { $unit }; this is its own bound, not a limit of AWS.
wrong-settled = { $field }: AWS does not let this be changed so once the delivery stream is there; here it can be until its first record has come. Add another delivery stream.
wrong-beside = { $field }: “{ $value }” does not go together with { $beside }. What does: { $possible }.
wrong-prefix-expression = { $field }: “{ $value }” is not an expression that Firehose knows. Known: { $known }
wrong-prefix-time = { $field }: “{ $value }” is not a pattern of time that Firehose knows. It looks like this: { $example }
wrong-prefix-no-errors = { $field } is empty. AWS wants one as soon as Prefix has expressions, such as { $example }{ $value }
wrong-prefix-no-type = { $field }: “{ $value }” has expressions, and then AWS wants { $example } among them.
wrong-prefix-type = { $field }: “{ $value }” is not allowed. { $expression } belongs in ErrorOutputPrefix alone.
wrong-prefix-key-of-errors = { $field }: “{ $value }” is a partition key, which records that failed do not have. It belongs in Prefix alone.
wrong-prefix-no-partitioning = { $field }: “{ $value }” is a partition key, but records are not partitioned. Set DynamicPartitioning first, such as { $example }
wrong-prefix-unknown-key = { $field }: no query of DynamicPartitioning finds the partition key “{ $value }”. Add one there, or leave the key out here.
wrong-prefix-unused-key = { $field } lacks the partition key “{ $value }”, and AWS wants every one there. Add { $example }
wrong-prefix-no-key = { $field }: “{ $value }” has no partition key, and with DynamicPartitioning AWS wants one there, such as { $example }
wrong-prefix-cluster = { $field }: “{ $value }” is not allowed. Objects that Amazon Redshift copies have no expressions in their prefix.
throttled-by-records = { $shard } refused { $refused } records: { $asked } records asked in the last second, limit { $allowed } records/s.
throttled-by-bytes = { $shard } refused { $refused } records: { $asked } bytes asked in the last second, limit { $allowed } bytes/s.
scenario-too-long = The scenario has { $bytes } bytes. At most { $allowed } are read.
scenario-not-json = The scenario is not JSON: line { $line }, column { $column }: { $reason }.
scenario-field = The scenario's field { $field } is wrong: { $reason }.
scenario-field-between = The scenario's field { $field } is wrong: { $reason }. Allowed: between { $min } and { $max } { $unit }.
scenario-missing = The scenario's field { $field } lacks “{ $missing }”.
scenario-missing-example = The scenario's field { $field } lacks “{ $missing }”. For example: { $example }
scenario-version = The scenario is of version { $found }. This page reads version { $version }.
run-duration = The duration is a whole number with a unit: ms, s, m, h or d, such as “90s” or “2h”.
run-too-long = A run by itself lasts at most { $hours } simulated hours.
advance-ms = The time that is to pass is a whole number of milliseconds, from 0 to { $max }.
advance-ended = The world that time was to pass in is no more: a scenario began.

# When the simulation has stopped
stopped = The simulation has stopped
stopped-about = Something went wrong inside the engine. Save the run to keep what you did, then load the page again.
stopped-restart = Load again
stopped-save = Save the run
address-unknown-scenario = The address asks for the scenario “{ $value }”, which is not known. “{ $default }” is shown instead.
address-unknown = The address asks for { $name }={ $value }, which is not known. The default is used.

# The command line
headless-no-scenario = There is no such file and no such ready scenario; the ready ones are { $presets }.
headless-unreadable = The file cannot be read: { $reason }
headless-unwritable = The answer cannot be written: { $reason }
headless-duration = “{ $value }” is not allowed: write a whole number with a unit (ms, s, m, h or d), such as 90s or 2h, up to { $days } days.
headless-other-columns = Another producer reads the same file by other columns: use the same columns, or a copy of the file under another name.
headless-unknown-stream = “{ $name }” names the stream “{ $stream }”, which the scenario does not have. It has { $known }.
headless-no-stream = “{ $name }” names the stream “{ $stream }”, which the scenario does not have. It has no stream.
headless-suggested = No --column was given, so the columns are guessed: { $columns }

# Units behind numbers
unit-bytes = bytes
unit-keys = keys
unit-times = times
unit-attempts = attempts
unit-characters = characters
unit-records-per-second = records/s
unit-records = records
unit-shards = shards
unit-hours = hours
unit-producers = producers
unit-streams = streams
unit-consumers = consumers
unit-calls = calls
unit-connections = connections
unit-tags = tags
unit-seconds = seconds
unit-stores = stores
unit-nodes = nodes
unit-prefixes = prefixes
unit-requests = requests
unit-documents = documents
unit-steps = steps
unit-files = files
unit-fields = fields
unit-delivery-streams = delivery streams
unit-partitions = partitions
unit-same = { $unit }
