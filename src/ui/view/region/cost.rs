//! Cost: what it has come to, what an hour costs, and what the same traffic would cost in the other mode.

use super::head;
use crate::engine::cost::Line;
use crate::engine::cost::prices::{CHECKED, PriceId, REGION};
use crate::engine::cost::total;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::scene::region::money;
use crate::worker::region::RegionFrame;
use crate::worker::region::cost::{CostFrame, ModeCost};
use std::collections::BTreeSet;
use yew::prelude::*;

/// The panel of the cost.
pub fn panel(page: &Context, region: &RegionFrame) -> Html {
    let cost = &region.cost;
    let (so_far, per_hour) = (total(&cost.so_far), total(&cost.per_hour));
    html! {
        <section class="panel" aria-labelledby="cost-title">
            <h2 id="cost-title">{ page.text("cost-title") }</h2>
            <dl class="meter">
                { super::fact(page.text("cost-so-far"), money::dollars(so_far)) }
                { super::fact(page.text("cost-per-hour"), money::dollars(per_hour)) }
                { super::fact(page.text("cost-per-month"), money::dollars(per_hour * 730)) }
            </dl>
            <p class="hint">{ page.say(&Message::new("cost-about").number("streams", cost.streams)) }</p>
            { bill(page, cost) }
            { modes(page, region) }
            <p class="source">{ page.say(&Message::new("cost-source").text("region", REGION).text("month", CHECKED)) }</p>
            <ul class="source">{ for sources(cost).into_iter().map(|source| html! { <li>{ source }</li> }) }</ul>
        </section>
    }
}

/// Where the prices of a bill come from.
fn sources(cost: &CostFrame) -> BTreeSet<&'static str> {
    let modes = cost.modes.iter().flatten().flat_map(|mode| &mode.per_hour);
    cost.so_far.iter().chain(modes).map(|line| line.price.row().source).collect()
}

/// What is paid for, with a mark where the price could not be confirmed.
fn item(page: &Context, price: PriceId) -> Html {
    let row = price.row();
    html! {
        <th scope="row">{ row.name }if !row.is_confirmed { <span class="badge">{ page.text("cost-unconfirmed") }</span> }</th>
    }
}

fn price(page: &Context, price: PriceId) -> String {
    let row = price.row();
    page.say(&Message::new(money::unit(row.unit)).text("price", money::price(row.nano_dollars)))
}

fn bill(page: &Context, cost: &CostFrame) -> Html {
    let amount = |line: &Line| page.say(&money::used(line.price.row().unit, line.used));
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("cost-bill")}>
            <table class="bill" aria-label={page.text("cost-bill")}>
                { head(page, &["cost-item", "cost-price", "cost-used", "cost-so-far", "cost-per-hour"]) }
                <tbody>{ for cost.lines().iter().map(|(id, so_far, per_hour)| html! {
                    <tr key={id.row().name}>
                        { item(page, *id) }
                        <td>{ price(page, *id) }</td>
                        <td class="number">{ amount(so_far) }</td>
                        <td class="number">{ money::dollars(so_far.nano_dollars) }</td>
                        <td class="number">{ money::dollars(per_hour.nano_dollars) }</td>
                    </tr>
                }) }</tbody>
                <tfoot><tr>
                    <th scope="row" colspan="3">{ page.text("cost-total") }</th>
                    <td class="number">{ money::dollars(total(&cost.so_far)) }</td>
                    <td class="number">{ money::dollars(total(&cost.per_hour)) }</td>
                </tr></tfoot>
            </table>
        </div>
    }
}

/// An hour of the stream in both modes, as bars, in words, and line by line.
fn modes(page: &Context, region: &RegionFrame) -> Html {
    let Some(modes) = &region.cost.modes else {
        return html! {
            if !region.stream.is_empty() {
                <h3>{ page.text("cost-modes") }</h3>
                <p class="hint">{ page.text("cost-modes-wait") }</p>
            }
        };
    };
    let [here, other] = modes.each_ref().map(ModeCost::total);
    let most = here.max(other).max(1) as f64;
    let words = Message::new(if other > here { "cost-other-more" } else { "cost-other-less" })
        .text("stream", &region.stream)
        .text("mode", money::mode(modes[1].mode))
        .text("other", money::dollars(other))
        .text("here", money::dollars(here))
        .text("difference", money::dollars(here.abs_diff(other)));
    html! {
        <>
            <h3>{ page.text("cost-modes") }</h3>
            <p class="about">{ page.say(&words) }</p>
            <div class="mode-bars" aria-hidden="true">
                { for modes.iter().zip([here, other]).map(|(mode, total)| html! {
                    <>
                        <span>{ money::mode(mode.mode) }</span>
                        <svg viewBox="0 0 100 8" preserveAspectRatio="none"><rect class="stored" width={format!("{:.2}", 100.0 * total as f64 / most)} height="8" /></svg>
                        <span class="number">{ money::dollars(total) }</span>
                    </>
                }) }
            </div>
            <details>
                <summary>{ page.text("chart-table") }</summary>
                <table aria-label={page.text("cost-modes")}>
                    { head(page, &["cost-mode", "cost-item", "cost-used", "cost-per-hour"]) }
                    <tbody>{ for modes.iter().flat_map(|mode| mode.per_hour.iter().map(move |line| html! {
                        <tr>
                            <td>{ money::mode(mode.mode) }</td>
                            { item(page, line.price) }
                            <td class="number">{ page.say(&money::used(line.price.row().unit, line.used)) }</td>
                            <td class="number">{ money::dollars(line.nano_dollars) }</td>
                        </tr>
                    })) }</tbody>
                </table>
            </details>
        </>
    }
}
