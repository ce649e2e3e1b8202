//! Tests of the console's log.

use super::*;

fn printed(number: u32, text: &str, is_finished: bool) -> Printed {
    let output = Output { text: text.to_owned(), is_error: false };
    Printed { number, output, is_finished, at: SimTime(u64::from(number)) }
}

fn console(lines: &[(u32, &str)]) -> Console {
    let mut console = Console::default();
    console.submit(lines.iter().map(|(number, text)| (*number, (*text).to_owned())).collect(), SimTime(7));
    console
}

fn line(console: &Console, number: u32) -> Option<&Line> {
    console.entries().find_map(|entry| match &entry.what {
        What::Line(line) if line.number == number => Some(line),
        _ => None,
    })
}

#[test]
fn lines_are_carried_out_one_after_the_other() {
    let mut console = console(&[(1, "a"), (2, "b")]);
    assert_eq!(console.current(), Some((1, "a")));
    console.hear(&printed(1, "half", false));
    assert_eq!(console.current(), Some((1, "a")));
    console.hear(&printed(1, "whole", true));
    assert_eq!(console.current(), Some((2, "b")));
    console.hear(&printed(2, "", true));
    assert_eq!(console.current(), None);
    assert_eq!(line(&console, 1).map(Line::printed).as_deref(), Some("half\nwhole"));
    assert!(console.said().is_silent, "a line that prints nothing says that it is done");
    let times: Vec<u64> = console.entries().map(|entry| entry.at.0).collect();
    assert_eq!(times, [1, 2], "as the worker says");
}

#[test]
fn cancelling_drops_what_has_not_begun() {
    let mut console = console(&[(1, "wait"), (2, "b"), (3, "c")]);
    console.cancel();
    assert_eq!(console.current(), Some((1, "wait")), "until the worker has ended it");
    console.hear(&printed(1, "^C", true));
    assert_eq!(console.current(), None);
    assert_eq!(line(&console, 3).map(|line| line.progress), Some(Progress::Dropped));
}

#[test]
fn clearing_keeps_what_is_still_to_be_done() {
    let mut console = console(&[(1, "a"), (2, "wait")]);
    console.hear(&printed(1, "done", true));
    console.echo(SimTime(3), "aws kinesis split-shard".to_owned(), false);
    console.clear();
    assert_eq!(console.entries().count(), 1);
    assert_eq!(console.current(), Some((2, "wait")));
    console.hear(&printed(1, "late", false));
    assert_eq!(console.entries().count(), 1, "what was cleared away prints no more");
}

#[test]
fn a_line_can_clear_the_log_too() {
    let mut console = console(&[(1, "a")]);
    console.hear(&printed(1, "done", true));
    console.submit(vec![(2, " clear ".to_owned()), (3, "b".to_owned())], SimTime(9));
    assert_eq!(console.entries().count(), 1);
    assert_eq!(console.current(), Some((3, "b")), "nobody else has to do it");
}

#[test]
fn an_error_needs_no_empty_line_before_it() {
    let mut console = console(&[(1, "a")]);
    console.hear(&printed(1, "\nAn error occurred\n\n", false));
    console.hear(&printed(1, "\nand more", true));
    assert_eq!(line(&console, 1).map(Line::printed).as_deref(), Some("An error occurred\n\n\n\nand more"));
}

#[test]
fn the_log_has_bounds() {
    let mut console = Console::default();
    for number in 0..400 {
        console.submit(vec![(number, "x".to_owned())], SimTime::ZERO);
        console.hear(&printed(number, &"é".repeat(20_000), true));
    }
    let total: usize = console.entries().map(|entry| entry.printed()).sum();
    assert!(total <= PRINTED_MAX && console.entries().count() <= ENTRIES_MAX);
    assert!(line(&console, 399).is_some() && line(&console, 0).is_none(), "the oldest go");
    console.submit(vec![(500, "long".to_owned())], SimTime::ZERO);
    console.hear(&printed(500, &"é".repeat(300_000), false));
    console.hear(&printed(500, "more", true));
    let long = line(&console, 500).expect("it is the newest");
    assert_eq!(long.printed().chars().count() + long.left_out, 300_004);
    assert!(long.printed().len() <= LINE_PRINTED_MAX);
}

#[test]
fn the_same_action_again_is_one_echo() {
    let mut console = Console::default();
    for (at, command) in [(1, "a"), (2, "a"), (3, "b")] {
        console.echo(SimTime(at), command.to_owned(), false);
    }
    let echoes: Vec<u64> = console.entries().map(|entry| entry.at.0).collect();
    assert_eq!(echoes, [2, 3]);
}

#[test]
fn runs_are_told_apart_where_something_happened() {
    let mut console = Console::default();
    console.began("first".to_owned());
    assert_eq!(console.entries().count(), 0);
    console.echo(SimTime(1), "a".to_owned(), false);
    console.began("second".to_owned());
    console.began("third".to_owned());
    let last = console.entries().last().map(|entry| entry.what.clone());
    assert_eq!((console.entries().count(), last), (2, Some(What::Began("third".to_owned()))));
}

#[test]
fn of_a_long_output_the_beginning_is_read_out() {
    let mut console = console(&[(1, "a")]);
    let text = (0..100).map(|number| format!("line {number}")).collect::<Vec<_>>().join("\n");
    console.hear(&printed(1, &text, true));
    assert!(console.said().text.starts_with("line 0\nline 1\n") && console.said().text.chars().count() == 400);
    assert!(console.said().lines_more > 40);
}
