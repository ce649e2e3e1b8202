//! The bucket: folders to open and close, and the objects in them; one of them can be opened below.

use super::deliveries::NUMBER;
use super::object::ObjectPanel;
use super::words::{cause, cause_class, route, span};
use crate::engine::firehose::lane::Route;
use crate::learn::catalogue::clock;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::format;
use crate::worker::firehose::FirehoseFrame;
use crate::worker::firehose::bucket::{
    BucketFrame, BucketRow, BucketView, FolderRow, ObjectRow, PAGE, REQUESTS, RowKind, Stored,
};
use crate::worker::firehose::desk::DeskTask;
use crate::worker::messages::Task;
use std::rc::Rc;
use yew::prelude::*;

/// The deepest level that is drawn further to the right than the one above.
const DEPTH_MAX: u32 = 6;

/// Properties of [`Bucket`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Firehose.
    pub firehose: Rc<FirehoseFrame>,
}

/// What can be done with rows.
struct Hands {
    view: UseStateHandle<BucketView>,
    /// The delivery stream and the number of the object that is open.
    opened: UseStateHandle<Option<(String, u64)>>,
    delivery_stream: String,
}

/// The tab.
#[component]
pub fn Bucket(props: &Props) -> Html {
    let page = use_page();
    let view = use_state(BucketView::default);
    let opened = use_state(|| None::<(String, u64)>);
    {
        let page = page.clone();
        use_effect_with((*view).clone(), move |view| {
            page.ask(&Task::Firehose(DeskTask::ShowBucket(Some(view.clone()))));
        });
    }
    {
        let page = page.clone();
        use_effect_with((), move |()| move || page.ask(&Task::Firehose(DeskTask::ShowBucket(None))));
    }
    let Some((delivery, bucket)) = props.firehose.shown.as_deref().zip(props.firehose.bucket.as_ref()) else {
        return html! { <p class="hint" role="status">{ page.text("bucket-reading") }</p> };
    };
    if bucket.written == 0 {
        return html! { <p class="hint">{ page.text("bucket-empty") }</p> };
    }
    let hands = Hands { view, opened: opened.clone(), delivery_stream: delivery.plan.name.clone() };
    let onclose = {
        let opened = opened.clone();
        Callback::from(move |()| opened.set(None))
    };
    html! {
        <div class="bucket">
            <p class="summary">{ summary(&page, bucket) }</p>
            { table(&page, &hands, bucket) }
            if bucket.is_cut {
                <p class="hint">{ page.text("bucket-cut") }</p>
            }
            if bucket.has_estimates {
                <p class="hint">{ page.text("bucket-estimated") }</p>
            }
            if let Some((delivery_stream, number)) = (*opened).clone() {
                <ObjectPanel key={format!("{delivery_stream} {number}")} firehose={props.firehose.clone()} delivery_stream={delivery_stream.clone()} object={number} {onclose} />
            }
        </div>
    }
}

fn summary(page: &Context, bucket: &BucketFrame) -> String {
    let mut text = page.say(&Message::new("bucket-written").number("objects", bucket.written));
    if bucket.listed < bucket.written {
        text.push(' ');
        text.push_str(&page.say(&Message::new("bucket-listed").number("objects", bucket.listed)));
    }
    text
}

fn table(page: &Context, hands: &Hands, bucket: &BucketFrame) -> Html {
    const COLUMNS: [(&str, Option<&str>); 8] = [
        ("bucket-key", None),
        ("bucket-stored", NUMBER),
        ("bucket-plain", NUMBER),
        ("deliveries-records", NUMBER),
        ("deliveries-cause", None),
        ("deliveries-oldest", NUMBER),
        ("bucket-at", NUMBER),
        ("bucket-version", NUMBER),
    ];
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("tab-bucket")}>
            <table class="stages bucket-rows">
                <thead><tr>{ for COLUMNS.iter().map(|(id, class)| html! { <th scope="col" key={*id} class={classes!(*class)}>{ page.text(id) }</th> }) }</tr></thead>
                <tbody>{ for bucket.rows.iter().enumerate().map(|(place, row)| one(page, hands, place, row)) }</tbody>
            </table>
        </div>
    }
}

fn one(page: &Context, hands: &Hands, place: usize, row: &BucketRow) -> Html {
    let depth = format!("depth-{}", row.depth.min(DEPTH_MAX));
    match &row.what {
        RowKind::Folder(folder) => folder_row(page, hands, &depth, folder),
        RowKind::Object(object) => object_row(page, hands, &depth, object),
        RowKind::More(left) => {
            let view = hands.view.clone();
            let onclick = Callback::from(move |_: MouseEvent| {
                view.set(BucketView { more_pages: view.more_pages + 1, ..(*view).clone() });
            });
            let count = (*left).min(PAGE as u64);
            let label = page.say(&Message::new("bucket-more").number("count", count).number("left", *left));
            html! { <tr key={format!("more {place}")}><th scope="row" colspan="8" class={depth}><button type="button" class="link" {onclick}>{ label }</button></th></tr> }
        }
    }
}

fn folder_row(page: &Context, hands: &Hands, depth: &str, folder: &FolderRow) -> Html {
    let toggle = {
        let (view, folder) = (hands.view.clone(), folder.clone());
        Callback::from(move |_: MouseEvent| view.set(toggled(&view, &folder)))
    };
    let (name, count) = match folder.path.as_str() {
        REQUESTS => (page.text("bucket-requests"), "bucket-requests-count"),
        _ => (format!("{}/", folder.name), "bucket-objects"),
    };
    let mark = if folder.is_open { "▾" } else { "▸" };
    let objects = Message::new(count).number("objects", folder.objects);
    html! {
        <tr key={folder.path.clone()} class="folder">
            <th scope="row" class={depth.to_owned()}><span aria-hidden="true">{ mark }{ " " }</span><button type="button" class="link mono" aria-expanded={folder.is_open.to_string()} onclick={toggle}>{ name }</button></th>
            <td class="number">{ page.say(&objects) }</td>
            <td class="number">{ format::bytes(folder.amount.bytes as f64) }</td>
            <td class="number">{ format::short(folder.amount.records as f64) }</td>
            <td></td>
            <td></td>
            <td class="number">{ clock(folder.newest) }</td>
            <td></td>
        </tr>
    }
}

/// A folder is opened or closed; what was one because there was nothing beside it stays open when something comes beside it.
fn toggled(view: &BucketView, folder: &FolderRow) -> BucketView {
    let mut view = view.clone();
    if folder.is_open {
        view.open.retain(|open| !open.starts_with(&folder.path));
        return view;
    }
    let own = folder.path.len().saturating_sub(folder.name.len() + 1);
    let ends = folder.path.match_indices('/').map(|(at, _)| at + 1).filter(|end| *end > own);
    view.open.extend(ends.map(|end| folder.path[..end].to_owned()));
    view
}

fn object_row(page: &Context, hands: &Hands, depth: &str, object: &ObjectRow) -> Html {
    let open = {
        let (opened, place) = (hands.opened.clone(), (hands.delivery_stream.clone(), object.number));
        Callback::from(move |_: MouseEvent| opened.set(Some(place.clone())))
    };
    let is_open = hands
        .opened
        .as_ref()
        .is_some_and(|(name, number)| (name.as_str(), *number) == (hands.delivery_stream.as_str(), object.number));
    let request = || page.say(&Message::new("bucket-request").number("number", object.number));
    let name = object.name.clone().unwrap_or_else(request);
    html! {
        <tr key={object.number.to_string()} class={classes!(is_open.then_some("chosen"))}>
            <th scope="row" class={depth.to_owned()}>
                if object.is_kept {
                    <button type="button" class="link mono" aria-pressed={is_open.to_string()} onclick={open}>{ name }</button>
                } else {
                    <span class="mono">{ name }</span><span class="hint">{ " " }{ page.text("bucket-not-kept") }</span>
                }
                if object.route != Route::Destination {
                    <span class="hint">{ format!(" {}", route(page, object.route)) }</span>
                }
            </th>
            <td class="number">{ object.stored.map_or_else(|| "–".to_owned(), stored) }</td>
            <td class="number">{ format::bytes(object.amount.bytes as f64) }</td>
            <td class="number">{ format::short(object.amount.records as f64) }</td>
            <td><span class={classes!("cause", cause_class(object.cause))}>{ cause(page, object.cause) }</span></td>
            <td class="number">{ span(object.oldest_age) }</td>
            <td class="number">{ clock(object.delivered) }</td>
            <td class="number">{ object.version }</td>
        </tr>
    }
}

/// A size, with a mark if it is estimated.
pub fn stored(size: Stored) -> String {
    let mark = if size.is_estimated { "≈ " } else { "" };
    format!("{mark}{}", format::bytes(size.bytes as f64))
}
