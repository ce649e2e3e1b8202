//! The latest deliveries; each can be asked why.

use super::tabs::TabProps;
use super::why;
use super::words::{cause, lane, route, span};
use crate::engine::firehose::lane::Route;
use crate::learn::catalogue::clock;
use crate::learn::message::Message;
use crate::ui::format;
use crate::worker::firehose::deliveries::DeliveryRow;
use yew::prelude::*;

/// The class of columns of numbers.
pub const NUMBER: Option<&str> = Some("number");

/// The list, and why the chosen one went.
pub fn panel(tab: &TabProps<'_>) -> Html {
    let rows = &tab.delivery.deliveries;
    let asked = tab.asked.and_then(|number| rows.iter().find(|row| row.object == number));
    let Some(shown) =
        asked.or_else(|| rows.iter().find(|row| row.route == Route::Destination)).or_else(|| rows.first())
    else {
        return html! { <p class="hint">{ tab.page.text("deliveries-none") }</p> };
    };
    html! {
        <div class="deliveries">
            { table(tab, shown) }
            { why::panel(tab, shown) }
        </div>
    }
}

fn table(tab: &TabProps<'_>, shown: &DeliveryRow) -> Html {
    const COLUMNS: [(&str, Option<&str>); 6] = [
        ("deliveries-left", None),
        ("deliveries-cause", None),
        ("deliveries-bytes", NUMBER),
        ("deliveries-records", NUMBER),
        ("deliveries-oldest", NUMBER),
        ("deliveries-to", None),
    ];
    let page = tab.page;
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("tab-deliveries")}>
            <table class="stages delivery-rows">
                <thead><tr>{ for COLUMNS.iter().map(|(id, class)| html! { <th scope="col" key={*id} class={classes!(*class)}>{ page.text(id) }</th> }) }</tr></thead>
                <tbody>{ for tab.delivery.deliveries.iter().map(|row| one(tab, row, row.object == shown.object)) }</tbody>
            </table>
        </div>
    }
}

fn one(tab: &TabProps<'_>, row: &DeliveryRow, is_shown: bool) -> Html {
    let page = tab.page;
    let ask = {
        let (asked, number) = (tab.asked.clone(), row.object);
        Callback::from(move |_: MouseEvent| asked.set(Some(number)))
    };
    let to = if row.route == Route::Destination { lane(page, row.shard, None) } else { route(page, row.route) };
    let label = page.say(&Message::new("deliveries-ask").text("at", clock(row.began)));
    html! {
        <tr key={row.object.to_string()} class={classes!(is_shown.then_some("chosen"))}>
            <th scope="row"><button type="button" class="link" aria-label={label} aria-pressed={is_shown.to_string()} onclick={ask}>{ clock(row.began) }</button></th>
            <td><span class={classes!("cause", super::words::cause_class(row.cause))}>{ cause(page, row.cause) }</span></td>
            <td class="number">{ format::bytes(row.amount.bytes as f64) }</td>
            <td class="number">{ format::short(row.amount.records as f64) }</td>
            <td class="number">{ span(row.oldest_age) }</td>
            <td>{ to }</td>
        </tr>
    }
}
