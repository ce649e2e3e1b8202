# 页面文字的简体中文版。每条消息在 en.ftl 中都有对应，参数相同。

loading = 正在启动模拟…
dismiss = 知道了
close = 关闭
cancel = 取消
language = 语言
theme = 配色
theme-system = 跟随系统
theme-light = 浅色
theme-dark = 深色

# 视图
views = 视图
view-lab = 实验室
view-console = 控制台
view-limits = 限制

# 场景
scenarios = 场景
scenario-open = 打开…
scenario-save = 保存
scenario-hot-key = 热点 key
scenario-hot-key-about = 1,000 个 key 中有一个发送了一半的记录。它所在的 shard 被限流，而另外三个 shard 还很空闲。
scenario-even-load = 均匀负载
scenario-even-load-about = 10,000 个 key 发送量相同。MD5 把它们均匀地分散到各个 shard，每个 shard 都应付得来。
scenario-small-records = 大量小记录
scenario-small-records-about = 每条记录 100 字节：每个 shard 都达到 1,000 records/s，字节用量却只有 10 % 左右。
scenario-large-records = 少量大记录
scenario-large-records-about = 每条记录 400 kB：每秒三条就占满一个 shard 的 1 MiB/s，而记录数用量几乎为零。

# 输入
inputs = 输入
inputs-stream = 流（stream）
inputs-producer = 生产者 { $name }
producer = 生产者
limits = 限制
limits-current = AWS 现行
limits-course = 课程笔记
knob-shards = shard 数
knob-shards-hint = 更改 shard 数会重新开始运行。
knob-rate = 速率
knob-keys-model = partition key
keys-model-hot = 一个热点 key
keys-model-uniform = 均匀分布
keys-model-zipf = Zipf 分布
keys-model-sequential = 依次轮流
keys-model-fresh = 每条记录用新 id
keys-model-file = 来自文件
keys-of-file = 取自 { $file } 的“{ $key }”列。
knob-keys = 不同 key 的数量
knob-share = 热点 key 占比
knob-hot-key = 热点 key
knob-exponent = Zipf 指数
knob-size-model = 记录大小
size-model-fixed = 固定
size-model-log-normal = 对数正态
size-model-file = 来自文件
knob-size = 每条记录的数据量
knob-size-median = 每条记录的数据量中位数
knob-sigma = 离散程度（sigma）
knob-arrivals = 到达方式
arrivals-poisson = Poisson
arrivals-constant = 等间隔
knob-burst = 突发
burst-off = 无
burst-on = 周期性
knob-burst-every = 突发间隔
knob-burst-for = 突发时长
knob-burst-factor = 突发时的速率
knob-retry = 被拒绝时
retry-none = 放弃
retry-backoff = 指数退避
knob-retry-attempts = 总尝试次数
knob-retry-base = 首次等待
knob-retry-cap = 最长等待
knob-jitter = 抖动
jitter-on = 完全抖动
jitter-off = 无

# 舞台
ring = key 落在哪里
ring-summary = 哈希空间画成一个环，由 { $shards } 个 shard 划分。
ring-dots = 每个点都是一条真实的记录，约代表 { $records } 条。
key = partition key
key-hash = hash key
key-place = 位于环的 { $percent } % 处
key-shard = shard
lanes = 各 shard 与两项写入上限
lanes-hottest = { $shards } 个 shard 中最热的 { $shown } 个。
lane-throttled = 被限流
lane-near = 接近上限
lane-within = 正常
lane-idle = 空闲
lane-why = 解释 { $shard }
gauge-bytes = 字节
gauge-records = 记录
total-offered = 发送
total-accepted = 接受
total-refused = 拒绝
total-given-up = 放弃
total-waiting = 等待重试
total-retried = 重发
total-stored = 存储中
total-trimmed = 过期清除

# 图表
charts = 随模拟时间变化的图表
chart-measure = 第一张图的度量
chart-by-records = records/s
chart-by-bytes = bytes/s
chart-legend = 图例
chart-limit = 每个 shard 的上限
chart-written-records = 写入，records/s
chart-written-bytes = 写入，KiB/s
chart-refused = 拒绝，records/s
chart-summary = { $shard } 最多：{ $value }/s · 合计 { $sum }/s
chart-summary-part = { $shard } 最多：{ $value }/s · 图中合计 { $sum }/s
chart-summary-none = 目前没有
chart-table = 表格
chart-shard = shard
chart-last = 最新
chart-mean = 平均
chart-most = 最大

# 为什么
why = 为什么？
why-idle = { $shard } 空闲。
why-within = { $shard } 运行正常：没有拒绝任何记录。
why-refusing = { $shard } 在最近一秒拒绝了 { $refused } 条记录。
why-episode = { $shard } 从 { $began } 到 { $last } 拒绝了 { $refused } 条记录。开始时的情形：
why-now = 回到当前时刻
why-rule-records = { $asked } records/s { $sign } { $allowed } records/s（上限的 { $percent } %）
why-rule-bytes = { $asked } KiB/s { $sign } { $allowed } KiB/s（上限的 { $percent } %）
why-key-records = 仅“{ $key }”一个 key 就发送 { $asked } records/s；这个 shard 的流量来自 { $keys } 个 key，它占 { $share } %。
why-key-bytes = 仅“{ $key }”一个 key 就发送 { $asked } KiB/s；这个 shard 的流量来自 { $keys } 个 key，它占 { $share } %。
why-key = key
why-asked = 发送量
why-share = 占比
why-what-helps = 怎么办
why-idle-advice = 最近一秒没有记录发到这个 shard。
why-within-advice = 一个 shard 每秒最多写入 1 MiB 或 1,000 条记录，先到哪个就受哪个限制。提高速率，看看先碰到哪个上限。
why-over-not-refused = shard 可以短暂超过速率：上一秒没用完的额度还在。如果持续下去，它就会拒绝。
why-split-useless = ✕ 拆分 shard 没有用：同一个 key 的哈希位置不变，它的全部记录总在同一个 shard。
why-split-helps-others = ◐ 增加 shard 能给其他 key 腾出空间，但单凭这个 key，很快又会占满一个 shard。
why-spread-key = ✓ 打散 key：加上“#7”这样的后缀，让记录分散到多个 shard；顺序只在同一后缀内保持。
why-retry-useless = ✕ 重试只是把同样的记录再发一遍：超出的部分一直都在。
why-retry-short = ◐ 带退避和抖动的重试能扛过短暂突发，但扛不住持续超限。
why-more-shards = ✓ 增加 shard：负载来自许多 key，会分散到新的 shard 上。
why-too-few-shards = ✓ 增加 shard：整个流的请求已超过全部 shard 的上限之和，怎样打散 key 都不够。
why-repeats = 这 { $asked } 条记录中有 { $repeats } 条是重发：被拒绝的记录再次发送，又增加了负载。
why-smaller-records = ✓ 减少字节：压缩数据，或者少发一些。
why-aggregate = ✓ 聚合：KPL 能把许多小记录打包成一条，因为这里先到的是记录数上限，而不是字节上限。
why-source = 规则：{ $limit }。来源：{ $source }。
why-hottest = 跟随最热的 shard
why-follows-hottest = 当前跟随最热的 shard。点选一条泳道可固定查看。
try-spread = 试一试：让 key 均匀分布
try-shards = 试一试：{ $shards } 个 shard

# 播放
playback = 播放控制
play = 播放
pause = 暂停
restart = 重新开始
step-event = 下一事件
step-event-about = 暂停，并执行下一个事件（→）
step-second = +1 s
step-second-about = 暂停，并前进一个模拟秒（Shift →）
next-throttle = 下次限流
next-throttle-about = 跳到下一个 shard 开始拒绝的时刻（N）
next-throttle-none = 从现在起 { $hours } 个模拟小时内没有别的 shard 开始拒绝。
clock = 模拟时间
speed = 速度
speed-reached = 实际 { $speed }
episodes = 限流
episodes-none = 目前没有发生限流。
episode-records = { $shard } 自 { $at } 起：拒绝 { $refused } 条（记录数超限）
episode-bytes = { $shard } 自 { $at } 起：拒绝 { $refused } 条（字节超限）

# 限制
limits-title = 全部限制，以及超限时的应答
limits-about = 每一行都是 Kinesis Data Streams 的一项配额，模拟器照此执行。两个版本并列：AWS 现行文档的说法，以及 2018 到 2021 年前后课程笔记和考试的说法。
limits-units = MB 还是 MiB？AWS 的文档写 MB，指的却是 1,048,576 字节，也就是 1 MiB；这里就写 MiB。真正的 1 MB 是 1,000,000 字节，少 4.6 %：1,000 条 1,048 字节（含 key）的记录放得进 shard 的一秒；真正的 1 MB 却放不下。
limits-in-force = 当前生效的限制
limits-switch = 切换到“{ $profile }”会改变 { $all } 项限制中的 { $count } 项，从此刻起生效：
limits-list = 全部限制
limits-search = 搜索
limits-search-hint = 名称、错误、数值或来源
limits-differing = 只看两个版本不同的
limits-shown = 显示 { $all } 项中的 { $shown } 项
limits-empty = 没有与“{ $query }”匹配的限制。
limits-empty-differing = 两个版本不同的限制中，没有与“{ $query }”匹配的。
limits-show-all = 全部显示
limits-name = 限制
limits-scope = 适用于
limits-now = 生效中
limits-error = 超限错误
limits-source = 来源
limits-checked = 核对于 { $month }
limits-same = 相同
limits-differs = 不同：
limit-value = { $value } { $unit }
limit-none = 尚未提供
limit-used = 现在 { $amount }，{ $percent }
limit-used-shard = { $shard } 现在：{ $amount }，{ $percent }
limit-over = 超过上限
topic-writing = 写入
topic-reading = 读取
topic-fan-out = Enhanced fan-out（增强扇出）
topic-resharding = shard 与 resharding（重新分片）
topic-on-demand = On-demand 容量（按需）
topic-retention = Retention（保留期）
topic-encryption = 加密
topic-streams = 流（stream）
topic-api-calls = API 调用
scope-shard = 每个 shard
scope-record = 每条记录
scope-request = 每次请求
scope-stream = 每个流
scope-consumer-and-shard = 每个 shard 上的每个消费者
scope-account-and-region = 一个账户的一个 Region

# key 文件
file-open = 你的 key…
file-title = 你的 key 会造成热点 shard 吗？
file-about = 选择一个不超过 200 MB 的 CSV、JSON Lines 或纯文本文件，每行一条记录。Shardscope 用与 AWS 相同的方式对 partition key 做哈希，并指出哪个 shard 会过载。
file-drop = 把文件拖到这里，或者
file-choose = 选择文件
file-private = 文件只在本页面内读取，不会离开你的电脑。
file-sample = 使用示例
file-sample-about = 2008 年美国航班，以出发机场为 key（美国交通部，公有领域）
file-inspecting = 正在查看 { $file }…
file-looks = { $file }：{ $size }，{ $columns } 列。哪一列是 partition key？
file-rows = 文件的前几行
file-read = 读取文件
file-another = 换个文件
file-importing = 正在读取 { $file }：{ $read } / { $size }，{ $rows } 行
file-refused = { $file } 无法使用。
file-unreadable = 文件无法读取，请重新选择。
column-key = partition key
column-weight = 一行代表的记录数
column-size = 一条记录的数据字节数
column-none = （无）

# 倾斜报告
skew-summary = { $file }：{ $records } 条记录，{ $keys } 个不同的 key。最常见的是“{ $key }”，占 { $share }。达到 { $rate } records/s 时，仅“{ $hottest }”就会占满一个 shard，再多的 shard 也无法承载更高的速率。
skew-summary-inexact = { $file }：{ $records } 条记录，超过 { $keys } 个不同的 key。最常见的是“{ $key }”，占 { $share }。达到 { $rate } records/s 时，仅“{ $hottest }”就会占满一个 shard，再多的 shard 也无法承载更高的速率。
verdict-carried = 承载这个速率至少需要 { $shards } 个 shard。
verdict-more = 即使均分成 { $shards } 个 shard 也承载不了这个速率，但没有哪个 key 单独超限：请在选定的 hash key 处拆分最热的 shard。
verdict-never = 再多的 shard 也没有用：仅“{ $key }”就需要 { $asked }，而一个 shard 只能承受 { $allowed }。总速率不超过 { $rate } records/s 时，这个 key 才放得下。
skew-top = 最常见的 key
skew-records = 记录
skew-keys = key 数
skew-use = 上限使用率
skew-shard-loads = { $shards } 个 shard 各自的负载
skew-by-shards = 增加 shard 的效果
skew-shards-column = shard 数
skew-hottest = 最热的 shard
skew-ideal = 均分占比
skew-rate-max = 可承载
skew-send = 发送这些流量
skew-shards = 不能用 { $shards } 个 shard；允许 1 到 { $allowed } 个。
skew-record-size = 每条记录不能为 { $bytes } 字节；最多 { $allowed } 字节。
skipped = 有 { $rows } 行未使用（{ $reason }；首次出现在第 { $line } 行）。
skip-no-key = key 为空或缺失
skip-key-too-long = key 超过 256 个字符
skip-not-utf8 = key 不是 UTF-8 文本
skip-unreadable = 该行不是 JSON 对象
skip-bad-weight = 权重不是大于等于 1 的整数
skip-bad-size = 大小不是记录允许的整数字节数
skip-too-many-records = 样本代表的记录已经太多

# 文件有什么问题
import-empty = 文件是空的。需要若干行 CSV、JSON Lines 或纯文本。
import-not-text = 这是 { $kind }，不是文本。请导出为 UTF-8 编码的 CSV、JSON Lines 或纯文本。
import-not-utf8 = 文件不是 UTF-8 文本（字节位置 { $offset }）。请另存为“CSV UTF-8”。
import-json-shape = 文件是 JSON，但既不是 JSON Lines（每行一个对象），也不是单个对象数组。请另存为 JSON Lines。
import-json-broken = 第 { $line } 行：JSON 数组已损坏。[ 和 ] 之间只能有以逗号分隔的对象。
import-no-fields = 文件开头的对象中，没有值为文本、数字或布尔值的字段。
import-first-row-too-long = 第一行非常长。这个文件是按行记录的吗？
import-no-such-column = 没有“{ $column }”这一列。现有的列：{ $columns }。
import-too-many-columns = 第 { $line } 行：列数超过 { $allowed }。
import-row-too-long = 第 { $line } 行：长度超过 { $allowed } 字节。如果是 CSV，可能有引号没有闭合。
import-quote-not-closed = 第 { $line } 行：引号没有闭合。从这里到文件末尾会被当作一个单元格。
import-file-too-large = 文件超过 { $allowed } MiB。请只用其中一部分，或者先按 key 计数，再用权重列。
import-no-usable-row = 文件中没有可用的行：{ $reason }
import-no-rows = 文件没有任何行。

# 值或场景有什么问题
wrong-between = { $field }：不能为 { $value }。允许范围：{ $min } 到 { $max } { $unit }。
wrong-limit = { $field }：不能为 { $value }。{ $limit }：最多 { $allowed } { $unit }。
wrong-empty = { $field } 为空。至少需要一个字符或一项。{ $value }
wrong-name = { $field }：不能为“{ $value }”。只能使用字母、数字、“_”、“.”和“-”。
wrong-hash-key = { $field }：不能为“{ $value }”。只能是 0 到 2^128 − 1 的十进制数，不带前导零。
wrong-unique = { $field }：名称“{ $value }”已被占用。名称不能重复。
wrong-unknown = { $field }：无法识别“{ $value }”。可用的有：{ $known }。
wrong-unknown-none = { $field }：无法识别“{ $value }”。请先读取 key 文件（“你的 key…”）。
throttled-by-records = { $shard } 拒绝了 { $refused } 条记录：最近一秒请求写入 { $asked } 条记录，上限 { $allowed } records/s。
throttled-by-bytes = { $shard } 拒绝了 { $refused } 条记录：最近一秒请求写入 { $asked } 字节，上限 { $allowed } bytes/s。
scenario-too-long = 场景有 { $bytes } 字节。最多读取 { $allowed } 字节。
scenario-not-json = 场景不是有效的 JSON：第 { $line } 行第 { $column } 列：{ $reason }。
scenario-field = 场景的字段 { $field } 有误：{ $reason }。
scenario-field-between = 场景的字段 { $field } 有误：{ $reason }。允许范围：{ $min } 到 { $max } { $unit }。
scenario-version = 场景的版本是 { $found }。本页面读取的版本是 { $version }。
run-duration = 时长是带单位的整数：ms、s、m、h 或 d，例如 “90s” 或 “2h”。
run-too-long = 单独运行最长 { $hours } 个模拟小时。

# 模拟停止之后
stopped = 模拟已停止
stopped-about = 引擎内部出错了。请先保存本次运行，以免丢失你的操作，再重新加载页面。
stopped-restart = 重新加载
stopped-save = 保存运行
address-unknown = 地址中的 { $name }={ $value } 无法识别，已使用默认值。

# 命令行
headless-no-scenario = 既没有这个文件，也没有这个现成场景；现成场景有 { $presets }。
headless-unreadable = 无法读取文件：{ $reason }
headless-unwritable = 无法写出结果：{ $reason }
headless-duration = 不能是 “{ $value }”：请写带单位的整数（ms、s、m、h 或 d），例如 90s 或 2h，最长 { $days } 天。
headless-other-columns = 另一个生产者用别的列读同一个文件：请用相同的列，或把文件另存一份。
headless-suggested = 没有给出 --column，列由程序猜测：{ $columns }

# 数字后面的单位
unit-bytes = 字节
unit-keys = 个 key
unit-times = 倍
unit-attempts = 次
unit-characters = 个字符
unit-records = 条记录
unit-shards = 个 shard
unit-hours = 小时
unit-producers = 个生产者
unit-streams = 个流
unit-consumers = 个消费者
unit-calls = 次调用
unit-tags = 个标签
unit-seconds = 秒
unit-same = { $unit }
