//! Merging a shard with one of its neighbours in the hash space, and what the merged shard would be asked.

use super::Subject;
use crate::engine::api::Request;
use crate::engine::api::request::MergeShards;
use crate::engine::ids::ShardId;
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::format;
use crate::ui::scene::split::neighbours;
use crate::ui::view::asking::use_asking;
use crate::worker::frame::Frame;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Merge`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The shard.
    pub subject: Subject,
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// Told when the merge was asked for.
    pub ondone: Callback<()>,
}

/// One button a neighbour.
#[component]
pub fn Merge(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let Subject { stream, shard, obstacle, .. } = &props.subject;
    let [lower, upper] = neighbours(stream, *shard);
    let load = |id: ShardId| {
        let place = stream.shards.iter().position(|(open, _)| *open == id);
        let found = place.and_then(|place| props.frame.shards.get(place));
        found.map_or((0.0, 0.0), |shard| shard.use_of(props.frame.allowed))
    };
    let together = |id: ShardId| {
        let (one, other) = (load(*shard), load(id));
        (one.0 + other.0).max(one.1 + other.1)
    };
    let button = |neighbour: Option<ShardId>, words: &'static str, none: &'static str, is_upper: bool| {
        let Some(other) = neighbour else {
            return html! { <p class="hint">{ page.say(&Message::new(none)) }</p> };
        };
        // AWS wants the lower one first.
        let (first, second) = if is_upper { (*shard, other) } else { (other, *shard) };
        let (asking, ondone, stream) = (asking.clone(), props.ondone.clone(), stream.name.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            asking.request(Request::MergeShards(MergeShards {
                stream_name: Some(stream.clone()),
                shard_to_merge: first.to_string(),
                adjacent_shard_to_merge: second.to_string(),
                ..MergeShards::default()
            }));
            ondone.emit(());
        });
        let part = together(other);
        html! {
            <p class="merge">
                <button type="button" data-merge="" disabled={obstacle.is_some()} {onclick}>{ page.say(&Message::new(words).text("shard", format::shard(other.0))) }</button>
                <span class={if part > 1.0 { "wrong" } else { "hint" }}>{ page.say(&Message::new("merge-together").text("percent", format::percent(part))) }</span>
            </p>
        }
    };
    html! {
        <section aria-labelledby="merge-title">
            <h3 id="merge-title">{ "MergeShards" }</h3>
            if obstacle.is_none() || lower.is_some() || upper.is_some() {
                { button(upper, "merge-upper", "merge-no-upper", true) }
                { button(lower, "merge-lower", "merge-no-lower", false) }
            }
        </section>
    }
}
