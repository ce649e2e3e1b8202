//! The formats of `LOGTOJSON`: which parts an entry of a log has, and the names of their fields.
//!
//! Observed (the agent's patterns), and simplified: dates are read by their form alone.

use super::LogFormat;
use super::json::Object;
use super::scan::Scan;

const COMMON: [&str; 7] = ["host", "ident", "authuser", "datetime", "request", "response", "bytes"];
const REFERER_AND_AGENT: [&str; 2] = ["referer", "agent"];
const ERROR: [&str; 7] = ["timestamp", "module", "severity", "processid", "threadid", "client", "message"];
const SYSLOG: [&str; 5] = ["timestamp", "hostname", "program", "processid", "message"];

/// An entry as a JSON object; nothing where the line is none.
pub fn entry(line: &str, format: LogFormat) -> Option<String> {
    let mut object = Object::new();
    let mut scan = Scan(line);
    match format {
        LogFormat::CommonApacheLog => common(&mut scan, &mut object)?,
        LogFormat::CombinedApacheLog => {
            common(&mut scan, &mut object)?;
            for name in REFERER_AND_AGENT {
                scan.skip(" ")?;
                object.field(name, given(scan.quoted()?));
            }
        }
        LogFormat::ApacheErrorLog => error(&mut scan, &mut object)?,
        LogFormat::Syslog => syslog(&mut scan, &mut object)?,
    }
    Some(object.end())
}

/// What a web server's log gives as `-` is not known.
fn given(text: &str) -> Option<&str> {
    (text != "-").then_some(text)
}

fn common(scan: &mut Scan, object: &mut Object) -> Option<()> {
    let host = scan.host()?;
    scan.skip(" ")?;
    let identity = scan.host()?;
    scan.skip(" ")?;
    let user = scan.host()?;
    scan.skip(" [")?;
    let at = scan.spanned(|scan| {
        scan.digits()?;
        scan.skip("/")?;
        scan.month()?;
        scan.skip("/")?;
        scan.digits()?;
        scan.skip(":")?;
        scan.time()?;
        scan.skip(" ")?;
        scan.number_or_dash().filter(|zone| *zone != "-").map(|_| ())
    })?;
    scan.skip("] ")?;
    let request = scan.quoted()?;
    scan.skip(" ")?;
    let status = scan.number_or_dash()?;
    scan.skip(" ")?;
    let bytes = scan.number_or_dash()?;
    let values = [host, identity, user, at, request, status, bytes];
    COMMON.into_iter().zip(values).for_each(|(name, value)| object.field(name, given(value)));
    Some(())
}

fn error(scan: &mut Scan, object: &mut Object) -> Option<()> {
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    scan.skip("[")?;
    let at = scan.spanned(|scan| {
        scan.take(|character| character.is_ascii_alphabetic())?;
        scan.spaces()?;
        scan.month()?;
        scan.spaces()?;
        scan.digits()?;
        scan.spaces()?;
        scan.time()?;
        scan.spaces()?;
        scan.digits().map(|_| ())
    })?;
    scan.skip("] [")?;
    let first = scan.take(is_word)?;
    let (module, severity) = match scan.skip(":") {
        Some(()) => (Some(first), scan.take(is_word)?),
        None => (None, first),
    };
    scan.skip("] [pid ")?;
    let process = scan.digits()?;
    let thread = match scan.skip(":tid ") {
        Some(()) => Some(scan.digits()?),
        None => None,
    };
    scan.skip("] [client ")?;
    let client = scan.take(|character| is_word(character) || ".-:".contains(character))?;
    scan.skip("] ")?;
    let values = [Some(at), module, Some(severity), Some(process), thread, Some(client), Some(scan.0)];
    ERROR.into_iter().zip(values).for_each(|(name, value)| object.field(name, value.and_then(given)));
    Some(())
}

fn syslog(scan: &mut Scan, object: &mut Object) -> Option<()> {
    let at = scan.spanned(|scan| {
        scan.month()?;
        scan.spaces()?;
        scan.digits()?;
        scan.spaces()?;
        scan.time()
    })?;
    scan.skip(" ")?;
    if scan.skip("<").is_some() {
        scan.take(|character| character.is_ascii_digit() || character == '.')?;
        scan.skip("> ")?;
    }
    let host = scan.host()?;
    scan.skip(" ")?;
    let program = scan.take(|character| character.is_ascii_alphanumeric() || "_./%-".contains(character))?;
    let process = match scan.skip("[") {
        Some(()) => {
            let process = scan.digits()?;
            scan.skip("]")?;
            Some(process)
        }
        None => None,
    };
    scan.skip(": ")?;
    let values = [Some(at), Some(host), Some(program), process, Some(scan.0)];
    SYSLOG.into_iter().zip(values).for_each(|(name, value)| object.field(name, value));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_apache_become_objects() {
        let line =
            r#"64.242.88.10 - - [07/Mar/2004:16:10:02 -0800] "GET /mailman/listinfo/hsdivision HTTP/1.1" 200 6291"#;
        let common = concat!(
            r#"{"host":"64.242.88.10","ident":null,"authuser":null,"datetime":"07/Mar/2004:16:10:02 -0800","#,
            r#""request":"GET /mailman/listinfo/hsdivision HTTP/1.1","response":"200","bytes":"6291"}"#,
        );
        assert_eq!(entry(line, LogFormat::CommonApacheLog).unwrap(), common);
        assert_eq!(entry(line, LogFormat::CombinedApacheLog), None);
        let combined = format!(r#"{line} "-" "Mozilla/5.0 (X11"#);
        assert_eq!(entry(&combined, LogFormat::CombinedApacheLog), None, "the quotes must end");
        let combined = format!(r#"{line} "-" "Mozilla/5.0 (X11)" "more""#);
        let fields = r#","referer":null,"agent":"Mozilla/5.0 (X11)"}"#;
        let expected = common.replace('}', fields);
        assert_eq!(entry(&combined, LogFormat::CombinedApacheLog).unwrap(), expected);
        assert_eq!(entry(&combined, LogFormat::CommonApacheLog).unwrap(), common);
    }

    #[test]
    fn errors_and_system_logs_have_optional_parts() {
        for (line, format, json) in [
            (
                "[Fri Sep 09 10:42:29.902022 2011] [core:error] [pid 35708:tid 4328636416] [client 72.15.99.187:80] File does not exist: /favicon.ico",
                LogFormat::ApacheErrorLog,
                r#"{"timestamp":"Fri Sep 09 10:42:29.902022 2011","module":"core","severity":"error","processid":"35708","threadid":"4328636416","client":"72.15.99.187:80","message":"File does not exist: /favicon.ico"}"#,
            ),
            (
                "[Fri Sep 9 10:42:29 2011] [error] [pid 7] [client web-1] no",
                LogFormat::ApacheErrorLog,
                r#"{"timestamp":"Fri Sep 9 10:42:29 2011","module":null,"severity":"error","processid":"7","threadid":null,"client":"web-1","message":"no"}"#,
            ),
            (
                "Mar 12 12:27:00 server3 named[32172]: lame server resolving \"x\"",
                LogFormat::Syslog,
                r#"{"timestamp":"Mar 12 12:27:00","hostname":"server3","program":"named","processid":"32172","message":"lame server resolving \"x\""}"#,
            ),
            (
                "Mar  2 01:02:03 <1.30> host su: +",
                LogFormat::Syslog,
                r#"{"timestamp":"Mar  2 01:02:03","hostname":"host","program":"su","processid":null,"message":"+"}"#,
            ),
        ] {
            assert_eq!(entry(line, format).as_deref(), Some(json), "{line}");
        }
        for format in [LogFormat::ApacheErrorLog, LogFormat::Syslog, LogFormat::CommonApacheLog] {
            for line in ["", "{\"producer\":\"web\"}", "Mar", "[", "a - -", "Foo 12 12:27:00 h p: x"] {
                assert_eq!(entry(line, format), None, "{line}");
            }
        }
    }
}
