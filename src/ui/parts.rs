//! What is not in the first picture: a table of functions, which the page fetches soon after it, or when a part is opened.

use super::app::Context;
use super::stage::ShardMenu;
use super::view::{
    console::ConsoleView,
    file_panel::FilePanel,
    firehose::FirehoseBoard,
    limits::LimitsView,
    lineage::LineageView,
    pipeline::{PipelineBoard, ready},
    region::RegionPanels,
    shard_menu::ShardMenuView,
};
use crate::learn::catalogue::{FurtherSource, Language};
use crate::scenario::file::Scenario;
use crate::worker::frame::{Frame, Loaded};
use std::rc::Rc;
use yew::prelude::*;

/// Draws a view that is open or kept.
type DrawView = fn(bool, &Rc<Frame>) -> Html;

/// What is not in the first picture.
pub struct Parts {
    /// The console.
    pub console: DrawView,
    /// The Region.
    pub region: fn(bool, &Rc<Frame>, &Rc<Loaded>) -> Html,
    /// The limits.
    pub limits: DrawView,
    /// The lineage.
    pub lineage: fn(&Rc<Frame>, &Rc<Loaded>) -> Html,
    /// The menu of a shard.
    pub shard_menu: fn(ShardMenu, &Rc<Frame>, &Rc<Loaded>) -> Html,
    /// The dialog of key files.
    pub file_panel: fn() -> Html,
    /// The pipeline.
    pub pipeline: DrawView,
    /// The buffers of a delivery stream.
    pub firehose: DrawView,
    /// Begins the ready pipeline of this name; whether there is one.
    pub begin_ready: fn(&Context, &str) -> bool,
    /// The words of these views.
    pub words: FurtherSource,
    /// A scenario as the text of a file.
    pub scenario_text: fn(&Scenario) -> String,
}

/// What is not in the first picture; nothing but the one who fetches it may name it, or it is loaded at once.
pub static PARTS: Parts = Parts {
    console: |is_open, frame| html! { <ConsoleView {is_open} {frame} /> },
    region: |is_open, frame, loaded| html! { <RegionPanels {is_open} {frame} {loaded} /> },
    limits: |is_open, frame| html! { <LimitsView {is_open} {frame} /> },
    lineage: |frame, loaded| html! { <LineageView {frame} {loaded} /> },
    shard_menu: |menu, frame, loaded| html! { <ShardMenuView key={menu.number} {menu} {frame} {loaded} /> },
    file_panel: || html! { <FilePanel /> },
    pipeline: |is_open, frame| html! { <PipelineBoard {is_open} {frame} /> },
    firehose: |is_open, frame| html! { <FirehoseBoard {is_open} {frame} /> },
    begin_ready: ready::begin,
    words: Language::further_source,
    scenario_text: Scenario::to_json,
};
