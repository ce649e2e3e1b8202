//! The charts: write against limit, and refused, on one time axis. Painted with plotters on two layers: axes and limit on
//! one that is redrawn when they change, lines on the other.

use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::browser;
use crate::ui::format;
use crate::ui::scene::axis::ticks;
use crate::ui::scene::chart::{ChartScene, Measure};
use crate::ui::view::looks::use_looks;
use crate::ui::view::stage_tabs::StageTabs;
use crate::worker::frame::Frame;
use plotters::coord::Shift;
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters_canvas::CanvasBackend;
use std::ops::Range;
use std::rc::Rc;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

/// The colours of lines, told apart also by colour-blind eyes (Okabe and Ito), from the style sheet. A shard's number
/// chooses its colour, so that it keeps it.
const LINE_COLOURS: u32 = 8;
const LEFT: u32 = 66;
const BOTTOM: u32 = 24;
/// Instants on the time axis at most.
const TICKS: usize = 5;

/// Properties of [`ChartsView`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The newest frame.
    pub frame: Rc<Frame>,
}

/// Both charts.
#[component]
pub fn ChartsView(props: &Props) -> Html {
    let page = use_page();
    let by_bytes = use_state(|| None::<bool>);
    let Some(charts) = &props.frame.charts else {
        return Html::default();
    };
    // Until somebody chooses, the chart shows the measure of the limit that is nearer.
    let nearer_is_bytes = props.frame.shards.iter().any(|shard| {
        let (bytes, records) = shard.use_of(props.frame.allowed);
        bytes > records && bytes > 0.5
    });
    let is_bytes = by_bytes.unwrap_or(nearer_is_bytes);
    let written = if is_bytes { Measure::WrittenBytes } else { Measure::WrittenRecords };
    let choose = |bytes: bool| {
        let by_bytes = by_bytes.clone();
        Callback::from(move |_| by_bytes.set(Some(bytes)))
    };
    html! {
        <section class="panel charts" aria-labelledby="charts-title">
            <h2 id="charts-title" class="visually-hidden">{ page.text("charts") }</h2>
            <div class="chart-tools">
                <StageTabs />
                <span class="segments" role="group" aria-label={page.text("chart-measure")}>
                    <button type="button" class="segment" aria-pressed={(!is_bytes).to_string()} onclick={choose(false)}>{ page.text("chart-by-records") }</button>
                    <button type="button" class="segment" aria-pressed={is_bytes.to_string()} onclick={choose(true)}>{ page.text("chart-by-bytes") }</button>
                </span>
                { legend(&page, &props.frame) }
            </div>
            <div class="chart-pair">
                <Chart title={if is_bytes { "chart-written-bytes" } else { "chart-written-records" }} scene={Rc::new(ChartScene::new(written, charts, props.frame.allowed, props.frame.shards.len()))} />
                <Chart title="chart-refused" scene={Rc::new(ChartScene::new(Measure::Refused, charts, props.frame.allowed, props.frame.shards.len()))} />
            </div>
        </section>
    }
}

fn legend(page: &Context, frame: &Frame) -> Html {
    let lines = frame.charts.iter().flat_map(|charts| &charts.lines);
    html! {
        <ul class="legend" aria-label={page.text("chart-legend")}>
            { for lines.map(|line| html! {
                <li key={line.shard.to_string()} class={classes!((!line.is_open).then_some("closed"))}>
                    <svg viewBox="0 0 14 4" aria-hidden="true"><rect class={format!("line-{}", line.shard.0 % LINE_COLOURS)} width="14" height="4" /></svg>
                    { format::shard(line.shard.0) }if !line.is_open { <span class="hint">{ " " }{ page.text("chart-closed") }</span> }
                </li>
            }) }
            <li class="legend-limit"><svg viewBox="0 0 14 4" aria-hidden="true"><rect class="limit-line" width="14" height="2" y="1" /></svg>{ page.text("chart-limit") }</li>
        </ul>
    }
}

/// Properties of [`Chart`].
#[derive(Properties, PartialEq)]
struct ChartProps {
    /// The id of the title's message.
    title: &'static str,
    scene: Rc<ChartScene>,
}

/// What the axes' layer depends on.
#[derive(Clone, PartialEq)]
struct Axes {
    width: u32,
    height: u32,
    top: f64,
    from_s: f64,
    to_s: f64,
    ink: String,
}

#[component]
fn Chart(props: &ChartProps) -> Html {
    let page = use_page();
    let (axes, lines) = (use_node_ref(), use_node_ref());
    let painted = use_mut_ref(|| None::<Axes>);
    let looks = use_looks();
    {
        let (axes, lines, scene) = (axes.clone(), lines.clone(), Rc::clone(&props.scene));
        use_effect_with((Rc::clone(&props.scene), page.state.theme, looks), move |_| {
            paint(&axes, &lines, &scene, &mut painted.borrow_mut());
        });
    }
    let title = page.say(&Message::new(props.title));
    let summary = page.say(&props.scene.summary());
    html! {
        <figure class="chart">
            <figcaption><strong>{ &title }</strong><span class="summary">{ summary.clone() }</span></figcaption>
            <div class="chart-canvas" role="img" aria-label={format!("{title}. {summary}")}>
                <canvas ref={axes} aria-hidden="true"></canvas>
                <canvas ref={lines} aria-hidden="true"></canvas>
            </div>
            <details>
                <summary>{ page.text("chart-table") }</summary>
                <table>
                    <thead><tr>{ for ["chart-shard", "chart-last", "chart-mean", "chart-most"].map(|id| html! { <th scope="col">{ page.say(&Message::new(id)) }</th> }) }</tr></thead>
                    <tbody>{ for props.scene.rows().into_iter().map(|row| html! { <tr key={row[0].clone()}>{ for row.into_iter().map(|cell| html! { <td class="number">{ cell }</td> }) }</tr> }) }</tbody>
                </table>
            </details>
        </figure>
    }
}

/// Paints what has changed. A canvas that is not there, or a backend that refuses, leaves the chart empty.
fn paint(axes: &NodeRef, lines: &NodeRef, scene: &ChartScene, painted: &mut Option<Axes>) {
    let (Some(axes), Some(lines)) = (axes.cast::<HtmlCanvasElement>(), lines.cast::<HtmlCanvasElement>()) else {
        return;
    };
    let ratio = browser::pixel_ratio();
    let (width, height) = (f64::from(lines.client_width()) * ratio, f64::from(lines.client_height()) * ratio);
    let wanted = Axes {
        width: width as u32,
        height: height as u32,
        top: scene.top,
        from_s: scene.from_s,
        to_s: scene.to_s,
        ink: browser::token("--ink-soft"),
    };
    if wanted.width < 80 || wanted.height < 40 {
        return;
    }
    for canvas in [&axes, &lines] {
        if canvas.width() != wanted.width || canvas.height() != wanted.height {
            canvas.set_width(wanted.width);
            canvas.set_height(wanted.height);
        }
    }
    if painted.as_ref() != Some(&wanted) {
        let _empty_chart = paint_axes(axes, scene, ratio);
        *painted = Some(wanted);
    }
    let _empty_chart = paint_lines(lines, scene, ratio);
}

fn clear(canvas: &HtmlCanvasElement) {
    use wasm_bindgen::JsCast as _;
    let context = canvas.get_context("2d").ok().flatten();
    if let Some(context) = context.and_then(|context| context.dyn_into::<web_sys::CanvasRenderingContext2d>().ok()) {
        context.clear_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    }
}

/// A colour token of the style sheet.
fn colour(token: &str) -> RGBColor {
    let [red, green, blue] = browser::colour(token);
    RGBColor(red, green, blue)
}

type Painted = Option<()>;

/// Simulated time as a coordinate, with marks at round instants rather than at round numbers of seconds.
struct Seconds(Range<f64>);

impl Ranged for Seconds {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        RangedCoordf64::from(self.0.clone()).map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<f64> {
        ticks(self.0.start, self.0.end, TICKS)
    }

    fn range(&self) -> Range<f64> {
        self.0.clone()
    }
}

/// A chart's coordinates: seconds to the right, values upwards.
type Plane<'a> = ChartContext<'a, CanvasBackend, Cartesian2d<Seconds, RangedCoordf64>>;

/// The plane of a chart, the same on both layers.
fn plane<'a>(root: &DrawingArea<CanvasBackend, Shift>, scene: &ChartScene, ratio: f64) -> Option<Plane<'a>> {
    let scaled = |pixels: u32| (f64::from(pixels) * ratio) as u32;
    ChartBuilder::on(root)
        .margin_top(scaled(6))
        .margin_right(scaled(20))
        .set_label_area_size(LabelAreaPosition::Left, scaled(LEFT))
        .set_label_area_size(LabelAreaPosition::Bottom, scaled(BOTTOM))
        .build_cartesian_2d(Seconds(scene.from_s..scene.to_s), 0.0..scene.top)
        .ok()
}

fn paint_axes(canvas: HtmlCanvasElement, scene: &ChartScene, ratio: f64) -> Painted {
    clear(&canvas);
    let scaled = |pixels: u32| (f64::from(pixels) * ratio) as u32;
    let root = CanvasBackend::with_canvas_object(canvas)?.into_drawing_area();
    let mut chart = plane(&root, scene, ratio)?;
    let (ink, line) = (colour("--ink-soft"), colour("--line"));
    let style = ("system-ui, sans-serif", f64::from(scaled(11))).into_font().color(&ink);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(line)
        .light_line_style(line.mix(0.0))
        .axis_style(line)
        .x_labels(5)
        .y_labels(4)
        .x_label_formatter(&|seconds| scene.time_label(*seconds))
        .y_label_formatter(&|value| ChartScene::axis_label(*value))
        .label_style(style)
        .draw()
        .ok()?;
    if let Some(limit) = scene.limit {
        let stroke = colour("--limit").stroke_width(scaled(2));
        chart
            .draw_series(std::iter::once(PathElement::new(vec![(scene.from_s, limit), (scene.to_s, limit)], stroke)))
            .ok()?;
    }
    root.present().ok()
}

fn paint_lines(canvas: HtmlCanvasElement, scene: &ChartScene, ratio: f64) -> Painted {
    clear(&canvas);
    let scaled = |pixels: u32| (f64::from(pixels) * ratio) as u32;
    let root = CanvasBackend::with_canvas_object(canvas)?.into_drawing_area();
    let mut chart = plane(&root, scene, ratio)?;
    for line in &scene.lines {
        let stroke = colour(&format!("--line-{}", line.shard % LINE_COLOURS)).stroke_width(scaled(2));
        chart.draw_series(LineSeries::new(line.points.iter().copied(), stroke)).ok()?;
    }
    root.present().ok()
}
