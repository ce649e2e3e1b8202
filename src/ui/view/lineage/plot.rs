//! The picture of the lineage: bands as pixels on a canvas, and over them what is written and drawn with lines. Pointing
//! tells what a band is; a click or a key opens its menu.

use super::overlay::{Area, overlay};
use crate::engine::ids::ShardId;
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::browser;
use crate::ui::scene::lineage::LineageScene;
use crate::ui::scene::pixels::{Palette, paint};
use crate::ui::state::Action;
use crate::ui::view::looks::use_looks;
use std::rc::Rc;
use wasm_bindgen::{Clamped, JsCast as _};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, ImageData};
use yew::prelude::*;

/// A picture of more pixels is painted with fewer of them.
const PIXELS_MAX: f64 = 1_200_000.0;

/// Properties of [`Plot`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The picture.
    pub scene: Rc<LineageScene>,
    /// The shard that is explained.
    pub chosen: Option<ShardId>,
    /// The shard that is pointed at.
    pub pointed: Option<ShardId>,
    /// The reader that is pointed at: its place among the rows.
    pub reader: Option<usize>,
    /// Told which shard is pointed at.
    pub onpoint: Callback<Option<ShardId>>,
}

/// The picture.
#[component]
pub fn Plot(props: &Props) -> Html {
    let page = use_page();
    let (whole, canvas) = (use_node_ref(), use_node_ref());
    let area = use_state(Area::default);
    let looks = use_looks();
    {
        let (canvas, area, scene) = (canvas.clone(), area.clone(), Rc::clone(&props.scene));
        use_effect_with((Rc::clone(&props.scene), page.state.theme, looks, *area), move |_| {
            let Some(canvas) = canvas.cast::<HtmlCanvasElement>() else { return };
            let found = Area::of(f64::from(canvas.client_width()), f64::from(canvas.client_height()));
            if found != *area {
                area.set(found);
            }
            let _empty_picture = show(&canvas, &scene, found);
        });
    }
    let (scene, shown) = (Rc::clone(&props.scene), *area);
    let under = move |event: &MouseEvent| {
        let (x, y) = shown.fractions(f64::from(event.offset_x()), f64::from(event.offset_y()))?;
        scene.band_at(x, y).map(|place| scene.bands[place].id)
    };
    let onmousemove = {
        let (onpoint, under) = (props.onpoint.clone(), under.clone());
        Callback::from(move |event: MouseEvent| onpoint.emit(under(&event)))
    };
    let onmouseleave = props.onpoint.reform(|_: MouseEvent| None);
    let onclick = {
        let (state, opened) = (page.state.clone(), Rc::clone(&props.scene));
        Callback::from(move |event: MouseEvent| {
            if let Some(shard) = under(&event).filter(|shard| may_change(&opened, *shard)) {
                state.dispatch(Action::OpenMenu(shard, (event.client_x(), event.client_y()), false));
            }
        })
    };
    let onkeydown = on_key(props, &page.state, whole.clone(), shown);
    let summary = page.say(&props.scene.summary());
    let label = page.say(&Message::new("lineage-label").text("summary", summary));
    html! {
        <div ref={whole} class="chart-canvas lineage-plot" role="group" tabindex="0" aria-label={label}
            {onmousemove} {onmouseleave} {onclick} {onkeydown}>
            <canvas ref={canvas} aria-hidden="true"></canvas>
            { overlay(&page, &props.scene, shown, props.chosen, props.pointed, props.reader) }
        </div>
    }
}

/// Whether something can be asked of a shard: not once it has expired.
fn may_change(scene: &LineageScene, shard: ShardId) -> bool {
    scene.band(shard).is_none_or(|band| band.expired.is_none())
}

/// Arrows lead from band to band; Enter, S and M open the menu of one.
fn on_key(
    props: &Props,
    state: &UseReducerHandle<crate::ui::state::State>,
    whole: NodeRef,
    area: Area,
) -> Callback<KeyboardEvent> {
    let (scene, onpoint, state) = (Rc::clone(&props.scene), props.onpoint.clone(), state.clone());
    let present = props.pointed.or(props.chosen).or_else(|| scene.bands.last().map(|band| band.id));
    Callback::from(move |event: KeyboardEvent| {
        let Some(shard) = present.filter(|_| !(event.ctrl_key() || event.meta_key() || event.alt_key())) else {
            return;
        };
        match event.key().as_str() {
            key @ ("ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown") => {
                onpoint.emit(Some(scene.next(shard, key).unwrap_or(shard)));
            }
            key @ ("Enter" | "s" | "m") if may_change(&scene, shard) => {
                let bounds = whole.cast::<Element>().map(|whole| whole.get_bounding_client_rect());
                let middle = scene.band(shard).map_or(0.5, |band| f64::midpoint(band.sides().0, band.sides().1));
                let at = bounds.map_or((0, 0), |bounds| {
                    let (x, y) = area.pixels(0.5, middle);
                    ((bounds.left() + x) as i32, (bounds.top() + y) as i32)
                });
                state.dispatch(Action::OpenMenu(shard, at, key == "m"));
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    })
}

/// Paints the bands. A canvas that is not there, or takes no pixels, leaves the picture empty.
fn show(canvas: &HtmlCanvasElement, scene: &LineageScene, area: Area) -> Option<()> {
    let size = area.width * area.height;
    if size < 100.0 {
        return None;
    }
    let ratio = browser::pixel_ratio().min(libm::sqrt(PIXELS_MAX / size)).max(0.5);
    let scaled = |length: f64| libm::round(length * ratio);
    let [whole_width, whole_height] = area.whole().map(|length| scaled(length) as u32);
    if canvas.width() != whole_width || canvas.height() != whole_height {
        canvas.set_width(whole_width);
        canvas.set_height(whole_height);
    }
    let (width, height) = (scaled(area.width) as usize, scaled(area.height) as usize);
    let bytes = paint(scene, width, height, ratio, &palette());
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&bytes), width as u32, height as u32).ok()?;
    let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    context.clear_rect(0.0, 0.0, f64::from(whole_width), f64::from(whole_height));
    context.put_image_data(&image, scaled(area.left), scaled(area.top)).ok()
}

/// The colours of the style sheet.
fn palette() -> Palette {
    Palette {
        levels: ["--heat-none", "--heat-low", "--heat-more", "--heat-near", "--heat-over"].map(browser::colour),
        hatch: browser::colour("--heat-hatch"),
        unknown: browser::colour("--panel-soft"),
    }
}
