# Firehose 视图的中文词句，在首屏之后加载。每条消息在 firehose.en.ftl 中也有。

firehose-title = Firehose
firehose-empty = 从空白开始
firehose-none = Amazon Data Firehose 汇集记录，缓冲区足够大或等待足够久（以先到者为准）时就交付。先添加一个交付流。
firehose-choose = 交付流
firehose-status = { $status }
firehose-flow = 从来源到目标
firehose-below = 图下方
firehose-inspector = 交付流
firehose-inspector-none = 有了交付流以后，可设置和可破坏的内容会出现在这里。
firehose-shard = 分片 { $shard }
firehose-one-buffer = 所有记录在一起

# Adding
add-delivery-stream = + 交付流
add-rate = 条/秒

# Source
source-title = 来源
source-puts = Direct PUT
source-stream = Kinesis 数据流
source-rate = { $rate } 条/秒
source-throttled = 被限流：{ $records } 条，现在每秒 { $rate } 条
source-no-caller = 还没有人调用：请添加生产者。
source-callers = 调用者：{ $names }。
source-reads = 每秒读取 { $shards } 个分片各 { $times } 次；已读取 { $reads } 次
source-behind = 落后最新记录 { $behind }
source-no-stream = 没有这个流
source-reads-throttled = 被限流的读取：{ $reads }
source-expired = 未读取就过期：{ $records }
source-in-pipeline = 它的生产者：打开管道
quota-records = 配额 { $limit } 条/秒
quota-bytes = 配额 { $limit }/s

# Function
transform-title = 转换
transform-none = 没有函数：记录原样通过。
transform-gone = 没有这个函数
transform-buffer = { $bytes } / { $size }；间隔 { $interval } 还剩 { $left }
transform-idle = 没有正在进行的调用
transform-under-way = { $invocations } 次调用，{ $records } 条记录
transform-attempts = 第 { $attempts } 次尝试
transform-ok = Ok
transform-dropped = Dropped
transform-failed = ProcessingFailed
transform-invocations = 调用次数
transform-failed-invocations = 失败的调用

# Buffer
tank-title = 缓冲区
tank-others = 各缓冲区
tank-more = 还有 { $count } 个
tank-empty = 达到 { $size } MiB，或第一条记录等待 { $interval } 后交付，以先到者为准。
tank-holds = 已有 { $bytes }，上限 { $size }（{ $part }），{ $records } 条记录；流入 { $rate }。
tank-raised = 从 { $hint } 提高到 { $size }：交付跟不上。
tank-interval-of = 共 { $interval }
tank-column-buffer = 缓冲区
tank-column-route = 去向
tank-column-holds = 已有
tank-column-size = 大小
tank-column-rate = 流入
tank-column-next = 下一次
forecast-empty = 空：间隔从第一条记录开始
forecast-waits = 已到期：等待前一次交付
forecast-size = 大小先到，{ $wait } 后
forecast-interval = 间隔先到，{ $wait } 后
forecast-other-interval = 间隔还剩 { $wait }。
forecast-other-size = 按目前的速率，要 { $wait } 后才达到大小。
forecast-other-none = 没有数据流入，不会达到大小。
forecast-other-waits = 其间到来的记录在它后面汇集。
forecast-other-empty = 间隔为 { $interval }。
next-flush = 下一次交付
next-flush-about = 前往下一批离开缓冲区的时刻 (B)
next-flush-stop = 停止寻找
next-flush-none = 从现在起 { $hours } 个模拟小时内没有数据离开缓冲区。

# Routes and causes
route-destination = 目标
route-backup = 备份
route-processing-failed = 错误前缀：处理失败
route-conversion-failed = 错误前缀：格式转换失败
route-partitions-exceeded = 错误前缀：活动分区过多
route-delivery-failed = 桶：交付失败
cause-size = 因大小
cause-interval = 因间隔

# Deliveries on their way, and what became of records
flights-title = 交付途中
flights-none = 途中没有数据。
flight = { $bytes } { $cause }（{ $lane }）
flight-goes = 还需 { $wait }
flight-waits = 第 { $attempts } 次尝试失败，{ $wait } 后第 { $next } 次，自 { $since } 起失败
flight-again = 第 { $attempts } 次尝试，自 { $since } 起失败
stage-upload = 写入桶
stage-copy = COPY 到集群
stage-request = 发送
destination-title = 目标
destination-got = { $records } 条记录，{ $bytes }
destination-deliveries = 因大小交付 { $size } 次，因间隔 { $interval } 次
destination-latest = 最近 { $at }：{ $bytes } { $cause }
destination-out = 停止服务
destination-slow = 慢 { $factor } 倍
bucket-out = 桶停止服务
branch-failed = 错误前缀
branch-backup = 备份
branch-lost = 丢失
branch-amount = { $records } · { $bytes }

# Below
tab-timeline = 随时间的交付
tab-latency = 延迟与对象
tab-deliveries = 交付及原因
timeline-flushes = 最近 { $span } 的交付：因大小 { $size } 次，因间隔 { $interval } 次。
timeline-freshness = 数据新鲜度：最旧的未交付记录已等待 { $now }；最多曾为 { $oldest }。
timeline-from = 开始
timeline-records = 流入记录
timeline-delivered = 已交付
timeline-age = 新鲜度
latency-none = 还没有交付任何数据。
latency-summary = 从到达到交付：一半记录在 { $p50 } 以内，99 % 在 { $p99 } 以内。
latency-cause = 交付
latency-records = 记录
latency-all = 全部
objects-summary = 对象平均 { $mean }，为所要求 { $hint } 的 { $part }；每小时 { $hour } 个。
objects-about = 最近 { $count } 次交付压缩前的字节数；竖线为所要求的大小。
deliveries-none = 还没有交付任何数据。
deliveries-left = 离开缓冲区
deliveries-cause = 原因
deliveries-bytes = 字节
deliveries-records = 记录
deliveries-oldest = 最旧的记录
deliveries-to = 来自或去向
deliveries-why = 原因
deliveries-ask = 为什么在 { $at } 离开？

# Why
flush-why-size = 因为大小而交付
flush-why-interval = 因为间隔而交付
flush-rule = 缓冲区达到 SizeInMBs，或自第一条记录起经过 IntervalInSeconds，就交付，以先到者为准。
flush-numbers = 它有 { $bytes }，为所要求 { $size } 的 { $part }；最旧的记录已等待 { $age }，间隔为 { $interval }。
flush-outdated = 此后设置已改变：数字与现在的设置相比。
flush-other-route = { $route }的 { $bytes } 在自己的缓冲区中汇集，按该桶的提示交付。
flush-took = 交付用时 { $took }，尝试 { $attempts } 次。当时最旧的记录已有 { $age }。
advice-shorter = 更早：间隔为 { $interval } s 时记录到达更早，对象更小。
advice-smaller-reached = 更早：大小为 { $size } MiB 时，会在间隔结束前达到。
advice-longer = 更大的对象：间隔加倍，汇集的数据加倍，记录到达更晚。
advice-traffic = 更多流量：达到 { $times } 倍时，大小会先到。
advice-smaller = 更早：大小为 { $size } MiB 时，缓冲区用一半时间就交付，对象更小。
advice-larger = 更大、更少的对象：大小加倍，缓冲区填充时间加倍，除非间隔先到。
advice-interval-useless = ✕ 只要间隔长于填充所用的 { $filled }，缩短间隔没有任何作用。
try-size = 试一试：{ $size } MiB
try-interval = 试一试：{ $interval } s
try-traffic = 试一试：{ $times } 倍流量

# Settings
settings-profile = 限制：{ $profile }
settings-buffer = 缓冲提示
settings-bucket = 桶与备份
settings-format = 记录
set-destination-out = 目标停止服务
set-bucket-out = 桶停止服务
set-slow = 目标慢 20 倍
set-none = 无
set-size-about = 缓冲区从多大起交付；按压缩前计算。
set-interval-about = 缓冲区的第一条记录最多等待多久。
set-kind-about = 记录的去向。
set-place-about = 目标中的位置。
set-retry-about = 重试多久之后交给桶。
set-bucket-about = 桶：目标本身、集群复制的来源，或失败数据的去处。
set-prefix-about = 对象名称的前缀。
set-error-prefix-about = 失败记录的对象名称的前缀。
set-rotation-about = 索引名称如何随时间变化。
set-extension-about = 代替格式自带的扩展名，例如 .json；留空：不另设。
set-bucket-hints-about = 用于写入桶的数据。
set-compression-about = 对象的压缩；大小提示按压缩前计算。
set-backup-about = 全部数据也写入桶，还是只写入目标未接收的数据。
set-backup-source-about = 原始记录是否也写入备份；此时读取流的次数加倍。
set-backup-bucket-about = 备份的桶；留空：同一个桶。
set-delimiter-about = 每条记录之后加换行符，便于逐行读取对象。
set-conversion-about = JSON 转换为列格式；至少汇集 64 MiB。
set-partitioning-about = 键与 jq 查询：type=.type; user=.user。每种组合有自己的缓冲区；留空：不分区。
set-function-about = 转换记录的 Lambda 函数。
set-function-size-about = 一次调用汇集多少数据。
set-function-interval-about = 第一条记录最多等待函数多久。
set-function-retries-about = 失败的调用重试几次。
set-function-field-about = 模拟函数的设置。
set-function-simulated = 模拟函数的表现。
hint-bounds = 默认 { $default }，{ $min } 至 { $max }。
hint-bounds-text = 默认 { $default }，{ $min } 至 { $max }。
hint-course-notes = 课程笔记中为 { $min } 至 { $max }。
hint-current = 当前 AWS 为 { $min } 至 { $max }。
field-not-a-number = { $field }：请输入数字。
field-not-whole = { $field }：请输入整数。
function-field = 字段
function-keeps = 保留
function-columns = 列
function-nth = 每多少条失败一条
function-invoke-time = 一次调用的时间
function-record-time = 一条记录的时间
function-timeout = Timeout
function-failing = 失败的调用
callers-title = 调用它的生产者
callers-none = 还没有人调用：请在来源处添加生产者。
callers-choose = 生产者
callers-remove = 移除 { $name }
remove-delivery-question = 移除“{ $name }”以及其中等待的 { $records } 条记录？已交付的数据保留在原处。
remove-delivery-yes = 移除
producer-calls = 它调用交付流“{ $name }”。
producer-in-firehose = 在 Firehose 中查看
