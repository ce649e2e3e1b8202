//! The table of the limits, in groups; on a narrow page its rows become cards.

use super::{Narrowed, shown};
use crate::engine::limits::{LimitId, Profile, Topic};
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::format;
use crate::ui::scene::limits::{self, Row, Usage, amount, found, usage};
use crate::ui::view::ring::heat_class;
use crate::worker::frame::Frame;
use std::rc::Rc;
use yew::prelude::*;

/// The limits of which a frame tells the use.
const LIVE: [LimitId; 3] = [LimitId::ShardWriteBytes, LimitId::ShardWriteRecords, LimitId::Shards];
const COLUMNS: usize = 6;
/// What the names of exceptions end with; before it a line may break.
const EXCEPTION: &str = "Exception";

/// What is used now; a context of its own, so that a frame renders three cells and not the table.
#[derive(Clone, PartialEq)]
pub struct Live([Option<Usage>; 3]);

impl Live {
    /// As a frame tells it.
    pub fn of(frame: &Frame) -> Self {
        Self(LIVE.map(|limit| usage(frame, limit)))
    }
}

/// Properties of [`Table`].
#[derive(Properties)]
pub struct Props {
    /// The profile that holds.
    pub profile: Profile,
    /// All limits.
    pub rows: Rc<Vec<Row>>,
    /// Which are wanted.
    pub narrowed: Narrowed,
    /// Asks for all.
    pub onclear: Callback<()>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.profile == other.profile && Rc::ptr_eq(&self.rows, &other.rows) && self.narrowed == other.narrowed
    }
}

/// The limits that are wanted.
#[component]
pub fn Table(props: &Props) -> Html {
    let page = use_page();
    let found = found(&props.rows, &props.narrowed.query, props.narrowed.only_differing);
    let count = shown(&page, found.len(), props.rows.len());
    if found.is_empty() {
        return html! { <>{ count }{ empty(&page, props) }</> };
    }
    let labels = Labels::new(&page, props.profile);
    let group = |topic: Topic| {
        let rows: Vec<&Row> = found.iter().copied().filter(|row| row.limit.topic() == topic).collect();
        if rows.is_empty() {
            return Html::default();
        }
        let title = page.say(&Message::new(limits::topic(topic)));
        html! {
            <tbody key={limits::topic(topic)}>
                <tr class="limits-topic"><th colspan={COLUMNS.to_string()} scope="rowgroup">{ title }{ " " }<span class="hint">{ rows.len() }</span></th></tr>
                { for rows.into_iter().map(|row| line(&page, &labels, row)) }
            </tbody>
        }
    };
    html! {
        <>
            { count }
            <table class="limits-table" aria-label={page.text("limits-list")}>
                <thead>
                    <tr>
                        <th scope="col">{ &labels.name }</th>
                        <th scope="col">{ &labels.scope }</th>
                        <th scope="col">{ &labels.now }{ " " }<span class="badge">{ page.text("limits-now") }</span></th>
                        <th scope="col">{ &labels.other }</th>
                        <th scope="col">{ &labels.error }</th>
                        <th scope="col">{ &labels.source }</th>
                    </tr>
                </thead>
                { for Topic::ALL.into_iter().map(group) }
            </table>
        </>
    }
}

/// The columns' names, which on a narrow page stand beside each value.
struct Labels {
    name: AttrValue,
    scope: AttrValue,
    now: AttrValue,
    other: AttrValue,
    error: AttrValue,
    source: AttrValue,
}

impl Labels {
    fn new(page: &Context, profile: Profile) -> Self {
        let text = |id: &'static str| AttrValue::from(page.say(&Message::new(id)));
        Self {
            name: text("limits-name"),
            scope: text("limits-scope"),
            now: text(limits::profile(profile)),
            other: text(limits::profile(profile.other())),
            error: text("limits-error"),
            source: text("limits-source"),
        }
    }
}

fn line(page: &Context, labels: &Labels, row: &Row) -> Html {
    let limit = row.limit;
    let live = LIVE.iter().position(|id| *id == limit.id);
    let exception = limit.error.exception().trim_end_matches(EXCEPTION);
    let checked = page.say(&Message::new("limits-checked").text("month", limit.checked));
    html! {
        <tr key={limit.name} class={limit.differs().then_some("differs")}>
            <th scope="row">{ limit.name }</th>
            <td data-label={labels.scope.clone()}><div>{ &row.scope }</div></td>
            <td data-label={labels.now.clone()} class="limit-value">
                <div>
                    <strong title={row.value.exact.clone()}>{ &row.value.text }</strong>
                    if let Some(place) = live {
                        <Used {place} />
                    }
                </div>
            </td>
            <td data-label={labels.other.clone()} class="limit-other"><div>{ other(page, row) }</div></td>
            <td data-label={labels.error.clone()} class="limit-error"><div class="mono">{ exception }<wbr />{ EXCEPTION }</div></td>
            <td data-label={labels.source.clone()} class="limit-source"><div>{ limit.source }{ " " }<span class="checked">{ "· " }{ checked }</span></div></td>
        </tr>
    }
}

/// The value in the other profile: a sign and weight tell that it differs, not colour alone.
fn other(page: &Context, row: &Row) -> Html {
    if !row.limit.differs() {
        return html! { { page.text("limits-same") } };
    }
    html! {
        <>
            <span class="differs-sign" aria-hidden="true">{ "≠ " }</span>
            <span class="visually-hidden">{ page.text("limits-differs") }{ " " }</span>
            <strong title={row.other.exact.clone()}>{ &row.other.text }</strong>
        </>
    }
}

/// Properties of [`Used`].
#[derive(Properties, PartialEq)]
struct UsedProps {
    /// The limit's place in [`LIVE`].
    place: usize,
}

/// What is used of a limit now.
#[component]
fn Used(props: &UsedProps) -> Html {
    let page = use_page();
    let live = use_context::<Live>();
    let Some(usage) = live.and_then(|live| live.0[props.place]) else {
        return Html::default();
    };
    let is_over = usage.part > 1.0;
    let shard = usage.shard.and_then(|place| page.state.loaded.as_ref()?.shards().get(place).copied());
    let words = match shard {
        Some((shard, _)) => Message::new("limit-used-shard").text("shard", format::shard(shard.0)),
        None => Message::new("limit-used"),
    };
    let words =
        words.text("amount", amount(LIVE[props.place], usage.used)).text("percent", format::percent(usage.part));
    html! {
        <span class={classes!("limit-use", heat_class(usage.part, is_over))}>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class="gauge-back" width="100" height="8" />
                <rect class="use-fill" width={(100.0 * usage.part).min(100.0).to_string()} height="8" />
            </svg>
            <span>{ page.say(&words) }</span>
            if is_over {
                <strong class="refused">{ "✕ " }{ page.text("limit-over") }</strong>
            }
        </span>
    }
}

fn empty(page: &Context, props: &Props) -> Html {
    let id = if props.narrowed.only_differing { "limits-empty-differing" } else { "limits-empty" };
    let words = page.say(&Message::new(id).text("query", props.narrowed.query.trim()));
    let onclick = props.onclear.reform(|_: MouseEvent| ());
    html! {
        <div class="limits-empty">
            <p>{ words }</p>
            <button type="button" {onclick}>{ page.text("limits-show-all") }</button>
        </div>
    }
}
