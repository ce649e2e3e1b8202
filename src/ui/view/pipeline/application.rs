//! A KCL application: its workers, which can be crashed, paused and stopped, and its lease table by AWS's names.

use crate::engine::command::Command;
use crate::engine::consumer::command::{ConsumerCommand, WorkerAction};
use crate::engine::consumer::kcl::worker::WorkerId;
use crate::engine::ids::ShardId;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::view::asking::Asking;
use crate::worker::pipeline::applications::{LeaseOwner, LeaseRow, PhaseName, WorkerRow};
use crate::worker::pipeline::consumers::{BlockedRow, ConsumerDetail};
use yew::prelude::*;

/// How long a worker is paused: longer than the ten seconds after which others take its leases.
const PAUSE_MS: u32 = 20_000;

/// Workers and leases.
pub fn panel(page: &Context, asking: &Asking, name: &str, detail: &ConsumerDetail) -> Html {
    let act = {
        let (asking, name) = (asking.clone(), name.to_owned());
        Callback::from(move |action: WorkerAction| {
            asking.command(Command::Consumer(ConsumerCommand::Worker { consumer: name.clone(), action }));
        })
    };
    let add = act.reform(|_: MouseEvent| WorkerAction::Add);
    html! {
        <>
            <section>
                <h3>{ page.text("workers-title") }</h3>
                if detail.workers.is_empty() {
                    <p class="hint">{ page.text("workers-none") }</p>
                } else {
                    <ul class="workers">{ for detail.workers.iter().map(|worker| row(page, worker, &act)) }</ul>
                }
                <p class="buttons"><button type="button" onclick={add}>{ page.text("worker-add") }</button></p>
            </section>
            <section>
                <h3>{ page.say(&Message::new("leases-title").text("table", name)) }</h3>
                { leases(page, detail) }
            </section>
        </>
    }
}

fn row(page: &Context, worker: &WorkerRow, act: &Callback<WorkerAction>) -> Html {
    let id = worker.id;
    let state = match worker {
        WorkerRow { is_paused: true, .. } => "worker-paused",
        WorkerRow { is_stopping: true, .. } => "worker-stopping",
        WorkerRow { leases: 0, .. } => "worker-idle",
        _ => "worker-works",
    };
    let button = |label: &'static str, action: WorkerAction, is_off: bool| {
        let onclick = act.reform(move |_: MouseEvent| action);
        let name = format!("{}: {id}", page.text(label));
        html! { <button type="button" {onclick} disabled={is_off} aria-label={name}>{ page.text(label) }</button> }
    };
    let words = Message::new("worker-row")
        .number("leases", worker.leases)
        .number("processing", worker.processing)
        .text("cpu", format::percent(worker.cpu));
    html! {
        <li key={id.to_string()} class="worker">
            <strong>{ id.to_string() }</strong>
            <span class={classes!("worker-state", state)}>{ page.text(state) }</span>
            <span class="hint">{ page.say(&words) }</span>
            <span class="worker-buttons">
                { button("worker-crash", WorkerAction::Crash(id), false) }
                { button("worker-pause", WorkerAction::Pause { worker: id, for_ms: PAUSE_MS }, worker.is_paused) }
                { button("worker-stop", WorkerAction::Stop(id), worker.is_stopping) }
            </span>
        </li>
    }
}

fn leases(page: &Context, detail: &ConsumerDetail) -> Html {
    const COLUMNS: [&str; 6] =
        ["leaseKey", "leaseOwner", "checkpoint", "leaseCounter", "ownerSwitchesSinceCheckpoint", "parentShardId"];
    if detail.leases.is_empty() {
        return html! { <p class="hint">{ page.text("leases-none") }</p> };
    }
    html! {
        <>
            <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("leases-about")}>
                <table class="leases">
                    <thead><tr>
                        { for COLUMNS.iter().map(|column| html! { <th scope="col" key={*column}>{ *column }</th> }) }
                        <th scope="col">{ page.text("leases-phase") }</th>
                        <th scope="col">{ page.text("leases-behind") }</th>
                    </tr></thead>
                    <tbody>{ for detail.leases.iter().map(|lease| lease_row(page, lease)) }</tbody>
                </table>
            </div>
            if detail.leases_untold > 0 {
                <p class="hint">{ page.say(&Message::new("leases-more").number("count", detail.leases_untold)) }</p>
            }
        </>
    }
}

fn lease_row(page: &Context, lease: &LeaseRow) -> Html {
    let short = |shard: &ShardId| format::shard(shard.0);
    let owner = match lease.owner {
        Some(LeaseOwner::Worker(id)) => worker_name(id),
        Some(LeaseOwner::Gone) => page.text("lease-owner-gone"),
        None => "–".to_owned(),
    };
    let phase = page.text(match lease.phase {
        PhaseName::None => "phase-none",
        PhaseName::WaitingForParents => "phase-waiting",
        PhaseName::Reading => "phase-reading",
        PhaseName::Processing => "phase-processing",
        PhaseName::Delivering => "phase-delivering",
        PhaseName::Checkpointing => "phase-checkpointing",
        PhaseName::Done => "phase-done",
    });
    let parents: Vec<String> = lease.parents.iter().map(short).collect();
    let behind = lease.behind.map_or_else(|| "–".to_owned(), super::facts::length_text);
    // The last digits are those that tell two numbers of a shard apart.
    let tail = lease.checkpoint.len().saturating_sub(12);
    let is_long = tail > 0 && lease.checkpoint.starts_with(|c: char| c.is_ascii_digit());
    let checkpoint = if is_long { format!("…{}", &lease.checkpoint[tail..]) } else { lease.checkpoint.clone() };
    let is_orphan =
        matches!(lease.owner, Some(LeaseOwner::Gone)) || (lease.owner.is_none() && lease.phase != PhaseName::Done);
    html! {
        <tr key={lease.shard.to_string()} class={classes!(is_orphan.then_some("over"))}>
            <th scope="row" title={lease.shard.to_string()}>{ short(&lease.shard) }</th>
            <td>{ owner }</td>
            <td class="mono" title={lease.checkpoint.clone()}>{ checkpoint }</td>
            <td class="number">{ lease.counter }</td>
            <td class="number">{ lease.owner_switches }</td>
            <td>{ if parents.is_empty() { "–".to_owned() } else { parents.join(", ") } }</td>
            <td>{ phase }</td>
            <td class="number">{ behind }</td>
        </tr>
    }
}

fn worker_name(id: WorkerId) -> String {
    id.to_string()
}

/// The batches of a mapping that fail and block their lanes.
pub fn blocked(page: &Context, rows: &[BlockedRow]) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    let row = |blocked: &BlockedRow| {
        let words = Message::new("blocked-row")
            .text("shard", format::shard(blocked.shard.0))
            .number("lane", blocked.lane + 1)
            .number("records", blocked.records)
            .number("attempts", blocked.attempts)
            .number("waiting", blocked.waiting);
        html! { <li key={format!("{} {}", blocked.shard, blocked.lane)} class="over">{ page.say(&words) }</li> }
    };
    html! {
        <section>
            <h3>{ page.text("blocked-title") }</h3>
            <p class="hint">{ page.text("blocked-about") }</p>
            <ul>{ for rows.iter().map(row) }</ul>
        </section>
    }
}
