//! A line of CSV as a JSON object.
//!
//! By RFC 4180: columns between commas, quotes around what has commas, line breaks or (doubled) quotes. Assumed: what
//! stands without quotes and is exactly a number of JSON becomes a number; spaces and line breaks at the end of the line
//! are none of it, since records may be padded.

use super::json;

/// The object with these names for its columns, on one line and with a line feed; nothing if the line is no line of CSV
/// or has another number of columns.
pub fn object(data: &[u8], columns: &[String]) -> Option<Vec<u8>> {
    let mut rest = Some(std::str::from_utf8(data).ok()?.trim_end_matches([' ', '\r', '\n']));
    let mut object = String::with_capacity(data.len() * 2);
    for name in columns {
        let (field, behind) = field(rest?)?;
        object.push(if object.is_empty() { '{' } else { ',' });
        json::push_text(&mut object, name);
        object.push(':');
        match field {
            Field::Plain(text) if json::is_number(text) => object.push_str(text),
            Field::Plain(text) => json::push_text(&mut object, text),
            Field::Quoted(text) => json::push_text(&mut object, &text.replace("\"\"", "\"")),
        }
        rest = behind;
    }
    object.push_str(if object.is_empty() { "{}\n" } else { "}\n" });
    // Without names, nothing may be there.
    let is_whole = rest.is_none_or(|rest| columns.is_empty() && rest.is_empty());
    is_whole.then(|| object.into_bytes())
}

enum Field<'a> {
    Plain(&'a str),
    /// What stands between the quotes, inner ones still doubled.
    Quoted(&'a str),
}

/// The first field of a line, and what is behind its comma if it has one.
fn field(line: &str) -> Option<(Field<'_>, Option<&str>)> {
    let Some(inner) = line.strip_prefix('"') else {
        let (text, behind) = line.split_once(',').map_or((line, None), |(text, behind)| (text, Some(behind)));
        return (!text.contains(['"', '\r', '\n'])).then_some((Field::Plain(text), behind));
    };
    let end = closing_quote(inner)?;
    let behind = &inner[end + 1..];
    let behind = if behind.is_empty() { None } else { Some(behind.strip_prefix(',')?) };
    Some((Field::Quoted(&inner[..end]), behind))
}

/// Where the quote stands that is not one of two.
fn closing_quote(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let quote = from + text[from..].find('"')?;
        if !text[quote + 1..].starts_with('"') {
            return Some(quote);
        }
        from = quote + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(line: &str, names: &[&str]) -> Option<String> {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        object(line.as_bytes(), &names).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn columns_become_fields() {
        for (line, json) in [
            ("1,x", r#"{"a":1,"b":"x"}"#),
            ("1,x\r\n", r#"{"a":1,"b":"x"}"#),
            ("007,-1.5e3   ", r#"{"a":"007","b":-1.5e3}"#),
            (",", r#"{"a":"","b":""}"#),
            (r#""x,""y""","2""#, r#"{"a":"x,\"y\"","b":"2"}"#),
            ("\"two\nlines\", 3", r#"{"a":"two\nlines","b":" 3"}"#),
        ] {
            assert_eq!(of(line, &["a", "b"]), Some(format!("{json}\n")), "{line:?}");
        }
        for line in ["", "1", "1,2,3", "1,2,", "a\"b,c", "\"a\"b,c", "\"a,b", "a\nb,c"] {
            assert_eq!(of(line, &["a", "b"]), None, "{line:?}");
        }
        assert_eq!(object(b"\xff,1", &["a".to_owned(), "b".to_owned()]), None);
        assert_eq!(of("", &["a"]).as_deref(), Some("{\"a\":\"\"}\n"));
        assert_eq!(of("", &[]).as_deref(), Some("{}\n"));
        assert_eq!(of("1", &[]), None);
    }

    proptest! {
        #[test]
        fn quoted_texts_come_through(texts in prop::collection::vec("[a,\"\n é]{0,8}", 1..5)) {
            let line: Vec<String> = texts.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect();
            let names: Vec<String> = (0..texts.len()).map(|number| format!("column {number}")).collect();
            let made = object(line.join(",").as_bytes(), &names).unwrap();
            let wanted: serde_json::Value = names.into_iter().zip(texts.into_iter().map(serde_json::Value::from)).collect();
            prop_assert_eq!(serde_json::from_slice::<serde_json::Value>(&made).unwrap(), wanted);
        }
    }
}
