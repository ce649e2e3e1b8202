//! The text of the prompt: what a pasted text becomes, which commands a text holds, and where the cursor is.

use std::ops::Range;

/// Whether a text is JSON by its looks.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// A text of several lines as one: JSON says the same without its line breaks.
pub fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// What is put into the prompt when `text` is pasted: JSON goes in one line, commands keep theirs.
pub fn pasted(text: &str) -> String {
    if is_json(text) { one_line(text) } else { text.replace("\r\n", "\n").trim_matches('\n').to_owned() }
}

/// The commands of a text, each in one line. A backslash at the end of a line, or a quote that is open there, joins the
/// next one; the `$` of a prompt that was copied along goes, and so do empty lines and comments.
pub fn commands(text: &str) -> Vec<String> {
    if is_json(text) {
        return vec![one_line(text)];
    }
    let mut found = Vec::new();
    let mut open = String::new();
    for line in text.lines() {
        let line = line.trim();
        if open.is_empty() && line.starts_with('#') {
            continue;
        }
        open.push_str(if open.is_empty() { line.strip_prefix("$ ").unwrap_or(line) } else { line });
        if open.ends_with('\\') {
            open.pop();
        } else if has_open_quote(&open) {
            open.push(' ');
        } else if !open.is_empty() {
            found.push(std::mem::take(&mut open));
        }
    }
    if !open.trim().is_empty() {
        found.push(open.trim_end().to_owned());
    }
    found
}

fn has_open_quote(text: &str) -> bool {
    let mut open = None;
    let mut is_escaped = false;
    for character in text.chars() {
        match (open, character) {
            _ if is_escaped => is_escaped = false,
            (None | Some('"'), '\\') => is_escaped = true,
            (None, '\'' | '"') => open = Some(character),
            (Some(quote), _) if quote == character => open = None,
            _ => (),
        }
    }
    open.is_some()
}

/// How many bytes of `text` lie before its UTF-16 unit of this number, which is how browsers count.
pub fn bytes_before(text: &str, units: usize) -> usize {
    let mut counted = 0;
    let is_beyond = |(_, character): &(usize, char)| {
        counted += character.len_utf16();
        counted > units
    };
    text.char_indices().find(is_beyond).map_or(text.len(), |(at, _)| at)
}

/// How many UTF-16 units of `text` lie before this byte.
pub fn units_before(text: &str, bytes: usize) -> usize {
    text.get(..bytes).unwrap_or(text).encode_utf16().count()
}

/// The line of `text` in which this byte lies.
pub fn line_at(text: &str, cursor: usize) -> Range<usize> {
    let start = text[..cursor].rfind('\n').map_or(0, |at| at + 1);
    let end = text[cursor..].find('\n').map_or(text.len(), |at| cursor + at);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_json_is_one_line_and_commands_keep_theirs() {
        assert_eq!(pasted("{\n  \"Shards\": [\r\n  ]\n}\n"), r#"{ "Shards": [ ] }"#);
        assert_eq!(pasted("help\r\nhelp\n"), "help\nhelp");
        assert_eq!(commands(" [\n1,\n2]"), ["[ 1, 2]"]);
    }

    #[test]
    fn commands_are_told_apart_as_a_shell_does() {
        let text = "# the stream\n$ aws kinesis list-shards \\\n   --stream-name a\n\nhelp\n";
        assert_eq!(commands(text), ["aws kinesis list-shards --stream-name a", "help"]);
        let records = "put-records --records '[\n  {\"Data\": \"it\\\"s\"}\n]'\nhelp";
        assert_eq!(commands(records), [r#"put-records --records '[ {"Data": "it\"s"} ]'"#, "help"]);
        assert_eq!(commands("put-record --data 'open"), ["put-record --data 'open"]);
        assert_eq!(commands(" \n\n"), Vec::<String>::new());
        assert_eq!(commands("list-shards \\"), ["list-shards"]);
    }

    #[test]
    fn browsers_and_bytes_count_differently() {
        let text = "aé键🦀z";
        for (units, bytes) in [(0, 0), (1, 1), (2, 3), (3, 6), (5, 10), (6, 11)] {
            assert_eq!(bytes_before(text, units), bytes);
            assert_eq!(units_before(text, bytes), units);
        }
        assert_eq!(bytes_before(text, 99), text.len());
    }

    #[test]
    fn the_cursor_is_in_one_line() {
        let text = "one\ntwo\n";
        for (cursor, line) in [(0, 0..3), (3, 0..3), (4, 4..7), (7, 4..7), (8, 8..8)] {
            assert_eq!(line_at(text, cursor), line, "{cursor}");
        }
    }
}
