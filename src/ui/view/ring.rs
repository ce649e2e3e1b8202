//! The hash ring: where keys land. Arcs are shards in proportion to their ranges, coloured by their load; each moving dot
//! is a real record on its way to its place. Below it, a box to type a key and see its MD5, its place and its shard.

use crate::engine::hash::{HashKey, HashRange};
use crate::engine::validate::check_partition_key;
use crate::learn::message::Message;
use crate::learn::reasons;
use crate::ui::app::{Context, use_page};
use crate::ui::browser;
use crate::ui::client::Client;
use crate::ui::format;
use crate::ui::scene::ring::{Point, arc_path, at, label_at};
use crate::ui::screen::Screen;
use crate::ui::state::Action;
use crate::worker::frame::{Dot, Frame, Loaded};
use gloo::render::{AnimationFrame, request_animation_frame};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlInputElement};
use yew::prelude::*;

const SIZE: f64 = 260.0;
const CENTER: Point = Point { x: SIZE / 2.0, y: SIZE / 2.0 };
const RADIUS: f64 = 96.0;
const LABEL_RADIUS: f64 = 117.0;
/// How long a dot travels, in milliseconds of the wall clock.
const TRAVEL_MS: f64 = 700.0;
/// Dots on their way at most.
const TRAVELLING_MAX: usize = 200;
/// Shards that have a label on the ring at most.
const LABELLED_MAX: usize = 16;

/// Properties of [`Ring`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// The scenario.
    pub loaded: Rc<Loaded>,
}

/// The ring and the key box.
#[component]
pub fn Ring(props: &Props) -> Html {
    let page = use_page();
    let typed = use_state(|| "user-42".to_owned());
    let profile = props.frame.profile;
    let probe = check_partition_key("PartitionKey", &typed, profile).map(|()| HashKey::of(&typed));
    let hash = probe.as_ref().ok().copied();
    let place = hash.and_then(|hash| props.loaded.shards().iter().position(|(_, range)| range.contains(hash)));
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    html! {
        <section class="panel ring-panel" aria-labelledby="ring-title">
            <h2 id="ring-title">{ page.text("ring") }</h2>
            <div class="ring">
                { arcs(&page, props, hash) }
                <Dots />
            </div>
            <p class="hint ring-hint">
                { page.say(&Message::new("ring-dots").text("records", format::count(props.frame.records_per_dot.max(1.0)))) }
            </p>
            <div class="key-box">
                <label for="key">{ page.text("key") }</label>
                <input id="key" type="text" value={(*typed).clone()} {oninput} autocomplete="off" spellcheck="false"
                    aria-invalid={probe.is_err().to_string()} aria-describedby="key-answer" />
                <div id="key-answer" class="key-answer" aria-live="polite">
                    { match &probe {
                        Ok(hash) => answer(&page, props, *hash, place),
                        Err(violation) => html! { <p class="wrong">{ page.say(&reasons::violation(violation)) }</p> },
                    } }
                </div>
            </div>
        </section>
    }
}

fn answer(page: &Context, props: &Props, hash: HashKey, place: Option<usize>) -> Html {
    let id = place.and_then(|place| props.loaded.shards().get(place)).map(|(id, _)| *id);
    let shard = id.map(|id| id.to_string()).unwrap_or_default();
    let choose = {
        let state = page.state.clone();
        Callback::from(move |_| state.dispatch(Action::ChooseShard(id)))
    };
    let words = page.say(&Message::new("key-place").decimal("percent", 100.0 * hash.fraction(), 2));
    html! {
        <dl>
            <dt>{ "MD5" }</dt><dd class="mono" data-testid="md5">{ format!("{:032x}", hash.0) }</dd>
            <dt>{ page.text("key-hash") }</dt><dd class="mono">{ hash.to_string() }<span class="note">{ words }</span></dd>
            <dt>{ page.text("key-shard") }</dt><dd><button type="button" class="link mono" onclick={choose}>{ shard }</button></dd>
        </dl>
    }
}

/// The arcs with their labels and the mark of the typed key.
fn arcs(page: &Context, props: &Props, hash: Option<HashKey>) -> Html {
    let shards = props.loaded.shards();
    let chosen = props.frame.explanation.as_ref().map(|explanation| explanation.shard);
    let arc = |(place, (id, range)): (usize, &(crate::engine::ids::ShardId, HashRange))| {
        let frame = props.frame.shards.get(place);
        let heat = frame.map_or("idle", |shard| {
            let (bytes, records) = shard.use_of(props.frame.allowed);
            heat_class(bytes.max(records), shard.refused() > 0)
        });
        let chosen = if chosen == Some(*id) { "chosen" } else { "" };
        let (state, id) = (page.state.clone(), *id);
        let onclick = Callback::from(move |event: MouseEvent| {
            state.dispatch(Action::OpenMenu(id, (event.client_x(), event.client_y()), false));
        });
        html! {
            <path key={id.0} class={classes!("arc", heat, chosen)} d={arc_path(CENTER, RADIUS, *range)} {onclick} />
        }
    };
    let label = |(place, (id, range)): (usize, &(crate::engine::ids::ShardId, HashRange))| {
        let point = label_at(CENTER, LABEL_RADIUS, *range);
        html! {
            <text key={place} class="arc-label" x={point.x.to_string()} y={point.y.to_string()}>{ format::shard(id.0) }</text>
        }
    };
    let has_labels = shards.len() <= LABELLED_MAX;
    let title = page.say(&Message::new("ring-summary").number("shards", shards.len()));
    html! {
        <svg viewBox={format!("0 0 {SIZE} {SIZE}")} role="img" aria-label={title}>
            { for shards.iter().enumerate().map(arc) }
            if has_labels {
                { for shards.iter().enumerate().map(label) }
            }
            <text class="ring-zero" x={CENTER.x.to_string()} y={(CENTER.y - RADIUS + 22.0).to_string()}>{ "0" }</text>
            if let Some(hash) = hash {
                { key_mark(hash) }
            }
        </svg>
    }
}

fn key_mark(hash: HashKey) -> Html {
    let (inner, outer) = (at(CENTER, RADIUS - 26.0, hash.fraction()), at(CENTER, RADIUS + 8.0, hash.fraction()));
    html! {
        <>
            <line class="key-mark" x1={inner.x.to_string()} y1={inner.y.to_string()} x2={outer.x.to_string()} y2={outer.y.to_string()} />
            <circle class="key-mark-end" cx={inner.x.to_string()} cy={inner.y.to_string()} r="4" />
        </>
    }
}

/// The class of a load: colour is never alone, numbers stand beside it.
pub fn heat_class(use_of_limit: f64, is_refusing: bool) -> &'static str {
    match use_of_limit {
        _ if is_refusing => "over",
        part if part >= 0.8 => "hot",
        part if part > 0.0 => "warm",
        _ => "idle",
    }
}

/// The canvas of the travelling dots.
#[component]
fn Dots() -> Html {
    let page = use_page();
    let canvas = use_node_ref();
    {
        let canvas = canvas.clone();
        // No dots where nobody sees them.
        let client = page.client.clone().filter(|_| page.state.screen == Screen::Lab);
        use_effect_with(client, move |client| {
            let painter = client.as_ref().map(|client| Painter::start(client, canvas));
            move || drop(painter)
        });
    }
    html! { <canvas ref={canvas} class="dots" aria-hidden="true"></canvas> }
}

/// Draws the dots for as long as it lives.
struct Painter {
    canvas: NodeRef,
    dots: RefCell<Vec<(f64, Dot)>>,
    pending: RefCell<Option<AnimationFrame>>,
    subscription: RefCell<Option<crate::ui::client::Subscription>>,
}

impl Painter {
    fn start(client: &Rc<Client>, canvas: NodeRef) -> Rc<Self> {
        let painter = Rc::new(Self {
            canvas,
            dots: RefCell::new(Vec::new()),
            pending: RefCell::new(None),
            subscription: RefCell::new(None),
        });
        let receiver = Rc::downgrade(&painter);
        let on_frame = Callback::from(move |frame: Rc<Frame>| {
            if let Some(painter) = receiver.upgrade() {
                painter.take(&frame);
            }
        });
        painter.subscription.replace(Some(client.subscribe(on_frame)));
        painter
    }

    fn take(self: &Rc<Self>, frame: &Frame) {
        if browser::wants_less_motion() {
            return;
        }
        let now = gloo::utils::window().performance().map_or(0.0, |performance| performance.now());
        let mut dots = self.dots.borrow_mut();
        dots.extend(frame.dots.iter().map(|dot| (now, *dot)));
        let excess = dots.len().saturating_sub(TRAVELLING_MAX);
        dots.drain(..excess);
        drop(dots);
        if self.pending.borrow().is_none() {
            self.request();
        }
    }

    fn request(self: &Rc<Self>) {
        let painter = Rc::downgrade(self);
        let frame = request_animation_frame(move |now| {
            if let Some(painter) = painter.upgrade() {
                painter.pending.replace(None);
                painter.paint(now);
                if !painter.dots.borrow().is_empty() {
                    painter.request();
                }
            }
        });
        self.pending.replace(Some(frame));
    }

    fn paint(&self, now: f64) {
        let Some(canvas) = self.canvas.cast::<HtmlCanvasElement>() else {
            return;
        };
        let pixels = (f64::from(canvas.client_width()) * browser::pixel_ratio()) as u32;
        if canvas.width() != pixels {
            canvas.set_width(pixels);
            canvas.set_height(pixels);
        }
        let context =
            canvas.get_context("2d").ok().flatten().and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
        let Some(context) = context else { return };
        let scale = f64::from(pixels) / SIZE;
        context.clear_rect(0.0, 0.0, f64::from(pixels), f64::from(pixels));
        let (accepted, refused) = (browser::token("--accepted"), browser::token("--refused"));
        let mut dots = self.dots.borrow_mut();
        dots.retain(|(since, _)| now - since < TRAVEL_MS);
        for (since, dot) in dots.iter() {
            let travelled = ((now - since) / TRAVEL_MS).clamp(0.0, 1.0);
            // Refused records stop short of the ring and fall back.
            let part =
                if dot.is_accepted { travelled } else { (travelled * 1.7).min(1.0).min(1.7 - travelled * 0.9) * 0.86 };
            let point = at(CENTER, RADIUS * part, f64::from(dot.position));
            context.begin_path();
            context.set_fill_style_str(if dot.is_accepted { &accepted } else { &refused });
            let radius = if dot.is_accepted { 2.2 } else { 3.0 };
            if context.arc(point.x * scale, point.y * scale, radius * scale, 0.0, std::f64::consts::TAU).is_ok() {
                context.fill();
            }
        }
    }
}
