//! The ready templates: the four kinds of streaming data that Kinesis is introduced with.

/// Clicks on a shop's pages; the partition key is the user.
pub const CLICKSTREAM: &str = concat!(
    r#"{"event":"{{choice page_view|page_view|page_view|click|add_to_cart|purchase}}","#,
    r#""user":"{{key}}","session":"{{uuid}}","page":"{{path}}","#,
    r#""referrer":"{{choice direct|https://www.google.com/|https://www.baidu.com/|newsletter}}","#,
    r#""device":"{{choice mobile|mobile|desktop|tablet}}","country":"{{choice CN|DE|FR|IN|JP|US}}","#,
    r#""duration_ms":{{integer 5 90000}},"time":"{{timestamp}}"}"#,
);

/// The access log of a web application, in Apache's combined format; the partition key is the signed-in user.
pub const APACHE_LOG: &str = concat!(
    r#"{{ip}} - {{key}} [{{timestamp_log}}] "{{choice GET|GET|GET|GET|POST|PUT}} {{path}} HTTP/1.1" "#,
    r#"{{choice 200|200|200|200|200|200|301|304|404|500}} {{integer 120 48000}} "#,
    r#""{{choice -|-|https://www.example.com/|https://www.google.com/}}" "#,
    r#""{{choice Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36"#,
    r#"|Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"#,
    r#"|Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0|curl/8.9.1}}""#,
);

/// Measurements of servers; the partition key is the host.
pub const METRICS: &str = concat!(
    r#"{"host":"{{key}}","metric":"{{choice CPUUtilization|MemoryUtilization|DiskUtilization|NetworkUtilization}}","#,
    r#""value":{{number 0 100 2}},"unit":"Percent","timestamp":{{timestamp_ms}}}"#,
);

/// What devices report about themselves; the partition key is the device.
pub const IOT: &str = concat!(
    r#"{"device":"{{key}}","reading":{{ordinal}},"temperature_c":{{number -15 45 1}},"#,
    r#""humidity_percent":{{number 20 95 1}},"battery_percent":{{integer 1 100}},"#,
    r#""latitude":{{number 48 54 5}},"longitude":{{number 7 14 5}},"firmware":"{{choice 2.4.0|2.4.1|2.5.0}}","#,
    r#""time":"{{timestamp}}"}"#,
);

/// The pages of `{{path}}`.
pub const PATHS: &[&str] = &[
    "/",
    "/",
    "/index.html",
    "/login",
    "/search?q=shoes",
    "/search?q=lamp",
    "/products/17",
    "/products/204",
    "/products/3591",
    "/cart",
    "/checkout",
    "/api/v1/orders",
    "/static/app.js",
    "/static/style.css",
    "/images/banner.jpg",
    "/favicon.ico",
];
