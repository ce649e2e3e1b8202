//! What is in an object: its text record by record, its rows, its first bytes, what the function made, what failed.

use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::worker::firehose::preview::ObjectPreview;
use std::fmt::Write;
use yew::prelude::*;

/// Bytes of a line of the hex view.
const HEX_LINE: usize = 16;

/// Everything that there is.
pub fn all(page: &Context, preview: &ObjectPreview) -> Html {
    html! {
        <>
            if preview.rows.is_empty() {
                { text(page, preview) }
            } else {
                { rows(page, preview) }
            }
            if !preview.raw.is_empty() {
                <details><summary>{ page.text("object-raw") }</summary>{ listed(&preview.raw) }</details>
            }
            if !preview.transformed.is_empty() {
                { transformed(page, preview) }
            }
            if !preview.hex.is_empty() {
                { hex(page, &preview.hex) }
            }
        </>
    }
}

/// The bytes as they are; every other record stands on another ground.
fn text(page: &Context, preview: &ObjectPreview) -> Html {
    let ends = preview.ends.iter().map(|end| *end as usize).chain([preview.text.len()]);
    let mut from = 0;
    let mut parts = Vec::new();
    for end in ends {
        let part = String::from_utf8_lossy(&preview.text[from..end.max(from)]).into_owned();
        from = end.max(from);
        if !part.is_empty() {
            parts.push(html! { <span class="record">{ part }</span> });
        }
    }
    let is_cut = preview.plain.map_or(preview.amount.bytes, |plain| plain.bytes) > preview.text.len() as u64;
    html! {
        <section>
            <h4>{ page.text("object-content") }</h4>
            <p class="hint">{ page.text("object-borders") }</p>
            if preview.is_padded {
                <p class="hint">{ page.text("object-padded") }</p>
            }
            <pre class="object-text" tabindex="0" role="group" aria-label={page.text("object-content")}>{ for parts }</pre>
            if is_cut {
                <p class="hint">{ page.say(&Message::new("object-cut").number("kibibytes", preview.text.len() / 1_024)) }</p>
            }
        </section>
    }
}

/// The first rows of a file of columns.
fn rows(page: &Context, preview: &ObjectPreview) -> Html {
    let column = |(name, kind): &(String, String)| {
        html! { <th scope="col" key={name.clone()}>{ name }<span class="hint">{ format!(" {kind}") }</span></th> }
    };
    let row =
        |row: &Vec<String>| html! { <tr>{ for row.iter().map(|cell| html! { <td class="mono">{ cell }</td> }) }</tr> };
    html! {
        <section>
            <h4>{ page.say(&Message::new("object-rows").number("rows", preview.rows.len())) }</h4>
            <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("object-content")}>
                <table class="stages"><thead><tr>{ for preview.columns.iter().map(column) }</tr></thead><tbody>{ for preview.rows.iter().map(row) }</tbody></table>
            </div>
        </section>
    }
}

fn listed(records: &[String]) -> Html {
    html! { <ol class="object-list">{ for records.iter().map(|record| html! { <li class="mono">{ record }</li> }) }</ol> }
}

/// Records as they came and as they are now, side by side.
fn transformed(page: &Context, preview: &ObjectPreview) -> Html {
    let row = |(came, now): &(String, String)| {
        html! { <tr><td class="mono">{ came }</td><td class="mono">{ now }</td></tr> }
    };
    html! {
        <details>
            <summary>{ page.text("object-function") }</summary>
            <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("object-function")}>
                <table class="stages object-pairs">
                    <thead><tr>{ for ["object-came", "object-now"].iter().map(|id| html! { <th scope="col" key={*id}>{ page.text(id) }</th> }) }</tr></thead>
                    <tbody>{ for preview.transformed.iter().map(row) }</tbody>
                </table>
            </div>
        </details>
    }
}

fn hex(page: &Context, bytes: &[u8]) -> Html {
    html! {
        <section>
            <h4>{ page.text("object-hex") }</h4>
            <pre class="object-hex" tabindex="0" role="group" aria-label={page.text("object-hex")}>{ lines(bytes) }</pre>
        </section>
    }
}

/// Sixteen bytes a line: where it is, the bytes, what they are as text.
fn lines(bytes: &[u8]) -> String {
    let mut out = String::new();
    for (line, part) in bytes.chunks(HEX_LINE).enumerate() {
        let digits: Vec<String> = part.iter().map(|byte| format!("{byte:02x}")).collect();
        let letter = |byte: &u8| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '.' };
        let text: String = part.iter().map(letter).collect();
        writeln!(out, "{:04x}  {:<47}  {text}", line * HEX_LINE, digits.join(" ")).expect("a string takes all");
    }
    out
}
