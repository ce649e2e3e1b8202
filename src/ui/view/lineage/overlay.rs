//! What is drawn with lines and letters over the bands: axes, seams, names, the trim horizon, what is pointed at, who reads.

use super::marks::marks;
use crate::engine::ids::ShardId;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::scene::axis::{ticks, time_label};
use crate::ui::scene::lineage::{Band, LineageScene, Seam};
use yew::prelude::*;

/// Seams and names that are drawn at most.
const DRAWN_MAX: usize = 128;
/// A band has a name from this height and width on, in pixels.
const NAMED: (f64, f64) = (11.0, 34.0);
/// What is said of an expired shard's band beside its name needs this width, and below it, this height and width.
const BESIDE: f64 = 88.0;
const BELOW: (f64, f64) = (28.0, 62.0);
/// A name keeps this distance to a band's end, and where marks of readers may stand there, this one.
const NAME_GAPS: (f64, f64) = (4.0, 12.0);
/// A band has an outline from this height on, in pixels.
const OUTLINED: f64 = 6.0;
/// How far a seam's connectors reach.
const REACH: f64 = 7.0;

/// Where the bands are painted within the picture, in pixels of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// From the left.
    pub left: f64,
    /// From the top.
    pub top: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Area {
    const RIGHT: f64 = 12.0;
    const BOTTOM: f64 = 18.0;

    /// The area of a picture of this size.
    pub fn of(width: f64, height: f64) -> Self {
        let (left, top) = (48.0, 4.0);
        Self { left, top, width: (width - left - Self::RIGHT).max(0.0), height: (height - top - Self::BOTTOM).max(0.0) }
    }

    /// The size of the whole picture.
    pub fn whole(self) -> [f64; 2] {
        [self.left + self.width + Self::RIGHT, self.top + self.height + Self::BOTTOM]
    }

    /// Where parts of the axes lie.
    pub fn pixels(self, x: f64, y: f64) -> (f64, f64) {
        (self.left + x * self.width, self.top + y * self.height)
    }

    /// The parts of the axes at a point; `None` outside.
    pub fn fractions(self, x: f64, y: f64) -> Option<(f64, f64)> {
        let (x, y) = ((x - self.left) / self.width.max(1.0), (y - self.top) / self.height.max(1.0));
        ((0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y)).then_some((x, y))
    }
}

/// Everything over the bands.
pub fn overlay(
    page: &Context,
    scene: &LineageScene,
    area: Area,
    chosen: Option<ShardId>,
    pointed: Option<ShardId>,
    reader: Option<usize>,
) -> Html {
    if area.width < 40.0 || area.height < 30.0 {
        return Html::default();
    }
    let [width, height] = area.whole();
    let is_drawn = scene.rows.is_none();
    let expired = scene.bands.iter().filter(|band| band.expired.is_some()).take(DRAWN_MAX);
    let outlined = |shard: Option<ShardId>, class: &'static str| {
        let band = shard.and_then(|shard| scene.band(shard));
        band.map(|band| outline(scene, area, band, class)).unwrap_or_default()
    };
    html! {
        <svg viewBox={format!("0 0 {width} {height}")} aria-hidden="true">
            { axes(page, scene, area) }
            if is_drawn {
                { for expired.map(|band| outline(scene, area, band, "band-expired")) }
                { for scene.seams.iter().take(DRAWN_MAX).map(|seam| connectors(scene, area, seam)) }
                { for scene.bands.iter().filter_map(|band| name(scene, area, band)).take(DRAWN_MAX) }
            }
            { outlined(chosen, "band-chosen") }
            { outlined(pointed, "band-pointed") }
            { horizon(page, scene, area) }
            { marks(scene, area, reader) }
        </svg>
    }
}

/// The hash space downwards, the time to the right.
fn axes(page: &Context, scene: &LineageScene, area: Area) -> Html {
    const KEYS: [(f64, &str); 5] = [(0.0, "0"), (0.25, "4000…"), (0.5, "8000…"), (0.75, "c000…"), (1.0, "ffff…")];
    let (right, bottom) = area.pixels(1.0, 1.0);
    let key = |(part, words): (f64, &'static str)| {
        let (x, y) = area.pixels(0.0, part);
        let y = y.clamp(area.top + 5.0, bottom - 3.0);
        html! { <text key={words} class="axis-key" x={(x - 5.0).to_string()} y={y.to_string()}>{ words }</text> }
    };
    let most = (area.width / 80.0) as usize;
    let time = |seconds: f64| {
        let (x, y) = area.pixels(scene.x(seconds), 1.0);
        let words = time_label(seconds, scene.to_s - scene.from_s);
        html! {
            <g key={words.clone()}>
                <line class="axis-tick" x1={x.to_string()} x2={x.to_string()} y1={y.to_string()} y2={(y + 3.0).to_string()} />
                <text class="axis-time" x={x.clamp(area.left + 14.0, right - 10.0).to_string()} y={(y + 13.0).to_string()}>{ words }</text>
            </g>
        }
    };
    html! {
        <>
            <rect class="axis-frame" x={area.left.to_string()} y={area.top.to_string()} width={area.width.to_string()} height={area.height.to_string()} />
            { for KEYS.into_iter().map(key) }
            { for ticks(scene.from_s, scene.to_s, most).into_iter().map(time) }
            <title>{ page.text("lineage-axes") }</title>
        </>
    }
}

/// Thin lines from the middles of what was closed to the middles of what was opened.
fn connectors(scene: &LineageScene, area: Area, seam: &Seam) -> Html {
    if seam.at_s < scene.from_s {
        return Html::default();
    }
    let x = area.pixels(scene.x(seam.at_s), 0.0).0;
    let y = |part: f64| area.pixels(0.0, part).1;
    let pairs = seam.parents.iter().flat_map(|parent| seam.children.iter().map(move |child| (y(*parent), y(*child))));
    let path: Vec<String> =
        pairs.map(|(from, to)| format!("M{:.1} {from:.1}H{x:.1}V{to:.1}H{:.1}", x - REACH, x + REACH)).collect();
    html! { <path class="seam" d={path.concat()} /> }
}

/// A band's name where there is room for it: of an open one at its end, of a closed one before its seam.
fn name(scene: &LineageScene, area: Area, band: &Band) -> Option<Html> {
    let (top, bottom) = band.sides();
    let (from, upper) = area.pixels(scene.x(band.opened.as_seconds()), top);
    let (to, lower) = area.pixels(scene.x(band.end_s(scene.now_s)), bottom);
    if lower - upper < NAMED.0 || to - from < NAMED.1 {
        return None;
    }
    let y = f64::midpoint(upper, lower);
    let gap = if scene.readers.marks.is_empty() { NAME_GAPS.0 } else { NAME_GAPS.1 };
    let x = if band.closed.is_some() { to - REACH - 3.0 } else { to - gap };
    let is_expired = band.expired.is_some();
    let id = format::shard(band.id.0);
    let is_beside = is_expired && to - from >= BESIDE;
    let is_below = is_expired && !is_beside && lower - upper >= BELOW.0 && to - from >= BELOW.1;
    Some(html! {
        <text class={classes!("band-name", is_expired.then_some("expired"))} x={x.to_string()} y={(if is_below { y - 6.0 } else { y }).to_string()}>
            { if is_beside { format!("{id} EXPIRED") } else { id } }
            if is_below {
                <tspan x={x.to_string()} dy="12">{ "EXPIRED" }</tspan>
            }
        </text>
    })
}

fn outline(scene: &LineageScene, area: Area, band: &Band, class: &'static str) -> Html {
    let (top, bottom) = band.sides();
    let (from, upper) = area.pixels(scene.x(band.opened.as_seconds()), top);
    let (to, lower) = area.pixels(scene.x(band.end_s(scene.now_s)), bottom);
    if lower - upper < OUTLINED {
        // An outline would hide the band: a mark beside its end points at it.
        let y = f64::midpoint(upper, lower);
        let mark = format!("M{:.1} {y:.1}l7 -4v8z", to + 2.0);
        return html! { <path class={classes!(class, "mark")} d={mark} /> };
    }
    html! {
        <rect {class} x={from.to_string()} y={upper.to_string()} width={(to - from).max(2.0).to_string()} height={(lower - upper).max(2.0).to_string()} />
    }
}

/// What is left of this line cannot be read any more.
fn horizon(page: &Context, scene: &LineageScene, area: Area) -> Html {
    let Some(seconds) = scene.horizon_s else { return Html::default() };
    let (x, top) = area.pixels(scene.x(seconds), 0.0);
    let gap = if scene.readers.marks.is_empty() { NAME_GAPS.0 } else { NAME_GAPS.1 };
    let bottom = top + area.height;
    html! {
        <g class="horizon">
            <line x1={x.to_string()} x2={x.to_string()} y1={top.to_string()} y2={bottom.to_string()} />
            <text x={(x + gap).to_string()} y={(top + 11.0).to_string()}>{ page.text("lineage-horizon") }</text>
        </g>
    }
}
