//! The table of the limits, in groups; on a narrow page its rows become cards.

use crate::engine::limits::Topic;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::scene::limits::{self, Row, amount, usage};
use crate::ui::view::ring::heat_class;
use crate::worker::frame::Frame;
use yew::prelude::*;

/// What the names of exceptions end with; before it a line may break.
const EXCEPTION: &str = "Exception";

/// What is the same in each row: the columns' names, which on a narrow page stand beside each value, and a few words.
struct Shared<'a> {
    page: &'a Context,
    frame: &'a Frame,
    columns: [AttrValue; 6],
    same: AttrValue,
    differs: AttrValue,
}

/// The table with these rows.
pub fn table(page: &Context, frame: &Frame, rows: &[&Row]) -> Html {
    let text = |id: &'static str| AttrValue::from(page.say(&Message::new(id)));
    let (now, other) = (limits::profile(frame.profile), limits::profile(frame.profile.other()));
    let columns = ["limits-name", "limits-scope", now, other, "limits-error", "limits-source"].map(text);
    let given = Shared { page, frame, columns, same: text("limits-same"), differs: text("limits-differs") };
    let column = |(place, name): (usize, &AttrValue)| {
        let badge = (place == 2).then(|| html! { <>{ " " }<span class="badge">{ page.text("limits-now") }</span></> });
        html! { <th key={place} scope="col">{ name }{ badge }</th> }
    };
    html! {
        <table class="limits-table" aria-label={page.text("limits-list")}>
            <thead><tr>{ for given.columns.iter().enumerate().map(column) }</tr></thead>
            { for Topic::ALL.into_iter().map(|topic| group(&given, topic, rows)) }
        </table>
    }
}

fn group(given: &Shared, topic: Topic, rows: &[&Row]) -> Html {
    let lines: Vec<Html> = rows.iter().filter(|row| row.limit.topic() == topic).map(|row| line(given, row)).collect();
    if lines.is_empty() {
        return Html::default();
    }
    let title = limits::topic(topic);
    html! {
        <tbody key={title}>
            <tr class="limits-topic"><th colspan="6" scope="rowgroup">{ given.page.say(&Message::new(title)) }{ " " }<span class="hint">{ lines.len() }</span></th></tr>
            { lines }
        </tbody>
    }
}

fn line(given: &Shared, row: &Row) -> Html {
    let exception = row.limit.error.exception().trim_end_matches(EXCEPTION);
    let other = if row.limit.differs() {
        html! {
            <>
                // A sign and weight tell that the value differs, not colour alone.
                <span class="differs-sign" aria-hidden="true">{ "≠ " }</span>
                <span class="visually-hidden">{ &given.differs }{ " " }</span>
                <strong title={row.other.exact.clone()}>{ &row.other.text }</strong>
            </>
        }
    } else {
        html! { { &given.same } }
    };
    let value = html! { <><strong title={row.value.exact.clone()}>{ &row.value.text }</strong>{ used(given, row) }</> };
    html! {
        <tr key={row.limit.name} class={if row.limit.differs() { "differs" } else { "" }}>
            <th scope="row">{ row.limit.name }</th>
            { cell(given, 1, "", html! { { &row.scope } }) }
            { cell(given, 2, "limit-value", value) }
            { cell(given, 3, "limit-other", other) }
            { cell(given, 4, "limit-error", html! { <code>{ exception }<wbr />{ EXCEPTION }</code> }) }
            { cell(given, 5, "limit-source", html! { { &row.source } }) }
        </tr>
    }
}

fn cell(given: &Shared, column: usize, class: &'static str, content: Html) -> Html {
    html! { <td {class} data-label={given.columns[column].clone()}><div>{ content }</div></td> }
}

/// What is used of a limit now, where the frame tells it.
fn used(given: &Shared, row: &Row) -> Html {
    let Some(usage) = usage(given.frame, row.limit.id) else {
        return Html::default();
    };
    let page = given.page;
    let is_over = usage.part > 1.0;
    let shard = usage.shard.and_then(|place| page.state.loaded.as_ref()?.shards().get(place).copied());
    let words = match shard {
        Some((shard, _)) => Message::new("limit-used-shard").text("shard", format::shard(shard.0)),
        None => Message::new("limit-used"),
    };
    let words = words.text("amount", amount(row.limit.id, usage.used)).text("percent", format::percent(usage.part));
    html! {
        <span class={classes!("limit-use", heat_class(usage.part, is_over))}>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class="gauge-back" width="100" height="8" />
                <rect class="use-fill" width={(100.0 * usage.part).min(100.0).to_string()} height="8" />
            </svg>
            if is_over {
                <strong class="refused"><span aria-hidden="true">{ "✕ " }</span><span class="visually-hidden">{ page.text("limit-over") }{ " " }</span>{ page.say(&words) }</strong>
            } else {
                <span>{ page.say(&words) }</span>
            }
        </span>
    }
}
