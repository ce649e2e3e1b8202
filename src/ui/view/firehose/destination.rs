//! The settings of the destination, by AWS's names; each change is an `UpdateDestination` of all of them.

use super::adding::kinds;
use super::field::{Field, choose, flag};
use super::words::kind_name;
use crate::engine::command::Command;
use crate::engine::firehose::command::DeliveryCommand;
use crate::engine::firehose::format::compression::Compression;
use crate::engine::firehose::hints::{Hint, backup_hints, retry_hint};
use crate::engine::firehose::plan::{
    Backup, BucketPlan, BufferingHints, ColumnFormat, Conversion, DestinationKind, DestinationPlan, IndexRotation,
    PartitionQuery, Partitioning, Transformation,
};
use crate::engine::limits::Profile;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::view::asking::Asking;
use crate::worker::firehose::DeliveryFrame;
use std::rc::Rc;
use yew::prelude::*;

/// No choice of those that there are.
const NONE: &str = "none";

/// Sends the settings as an edit makes them.
#[derive(Clone)]
pub struct Edit {
    asking: Asking,
    name: String,
    destination: Rc<DestinationPlan>,
}

impl Edit {
    /// What edits the settings of a delivery stream.
    pub fn of(asking: &Asking, delivery: &DeliveryFrame) -> Self {
        let destination = Rc::new(delivery.plan.destination.clone());
        Self { asking: asking.clone(), name: delivery.plan.name.clone(), destination }
    }

    /// What is told of a field's text.
    pub fn text(&self, change: fn(&mut DestinationPlan, String)) -> Callback<String> {
        let this = self.clone();
        Callback::from(move |text: String| this.send(|destination| change(destination, text)))
    }

    /// What is told of a number of the hints.
    fn hint(&self, present: BufferingHints, change: fn(&mut BufferingHints, u32)) -> Callback<String> {
        let this = self.clone();
        Callback::from(move |text: String| {
            let mut hints = present;
            change(&mut hints, number(&text));
            this.send(|destination| destination.buffering = Some(hints));
        })
    }

    /// What is told of a number of the transformation.
    pub fn transformation(&self, change: fn(&mut Transformation, f64)) -> Callback<String> {
        let this = self.clone();
        Callback::from(move |text: String| {
            let value = text.parse().unwrap_or(0.0);
            this.send(|destination| {
                if let Some(transformation) = &mut destination.transformation {
                    change(transformation, value);
                }
            });
        })
    }

    fn send(&self, change: impl FnOnce(&mut DestinationPlan)) {
        let mut destination = (*self.destination).clone();
        change(&mut destination);
        if destination.kind != DestinationKind::S3 {
            // Only a bucket has these.
            (destination.conversion, destination.partitioning) = (None, None);
        }
        if destination != *self.destination {
            self.asking.command(Command::Delivery(DeliveryCommand::Set {
                delivery_stream: self.name.clone(),
                destination: Box::new(destination),
            }));
        }
    }
}

/// The fields.
pub fn settings(page: &Context, asking: &Asking, delivery: &DeliveryFrame, profile: Profile) -> Html {
    let edit = &Edit::of(asking, delivery);
    let plan = &delivery.plan.destination;
    html! {
        <>
            <section><h3>{ page.text("settings-buffer") }</h3><div class="settings">{ hints(page, edit, delivery, profile) }</div></section>
            <section><h3>{ page.text("destination-title") }</h3><div class="settings">{ kind(page, edit, plan) }</div></section>
            <section><h3>{ page.text("settings-bucket") }</h3><div class="settings">{ bucket(page, edit, plan) }{ bucket_hints(page, edit, plan, profile) }</div></section>
            <section><h3>{ page.text("settings-format") }</h3><div class="settings">{ format(page, edit, plan) }</div></section>
        </>
    }
}

/// What a number may be, in the profile that holds, and in the other one where that differs.
pub fn bounds(page: &Context, about: &'static str, hint: Hint, other: Option<(Profile, Hint)>) -> String {
    let words = Message::new("hint-bounds").number("default", hint.2).number("min", hint.0).number("max", hint.1);
    let mut text = format!("{} {}", page.text(about), page.say(&words));
    if let Some((profile, other)) = other.filter(|(_, other)| *other != hint) {
        let id = if profile == Profile::CourseNotes { "hint-course-notes" } else { "hint-current" };
        text.push(' ');
        text.push_str(&page.say(&Message::new(id).number("min", other.0).number("max", other.1)));
    }
    text
}

/// The profile that does not hold.
pub const fn other_profile(profile: Profile) -> Profile {
    match profile {
        Profile::CourseNotes => Profile::Current,
        Profile::Current => Profile::CourseNotes,
    }
}

fn hints(page: &Context, edit: &Edit, delivery: &DeliveryFrame, profile: Profile) -> Html {
    let plan = &delivery.plan.destination;
    let (here, there) = (plan.bounds(profile), plan.bounds(other_profile(profile)));
    let other = |hint: Hint| Some((other_profile(profile), hint));
    let present = delivery.hints;
    html! {
        <>
            <Field id="set-size" name="SizeInMBs" about={bounds(page, "set-size-about", here.size_mib, other(there.size_mib))} value={present.size_mib.to_string()} unit="MiB" is_number=true
                onchange={edit.hint(present, |hints, value| hints.size_mib = value)} />
            <Field id="set-interval" name="IntervalInSeconds" about={bounds(page, "set-interval-about", here.interval_s, other(there.interval_s))} value={present.interval_s.to_string()} unit="s" is_number=true
                onchange={edit.hint(present, |hints, value| hints.interval_s = value)} />
        </>
    }
}

/// A number that was typed; what is too large for any setting is refused as such.
pub fn number(text: &str) -> u32 {
    libm::round(text.parse::<f64>().unwrap_or(0.0)) as u32
}

fn kind(page: &Context, edit: &Edit, plan: &DestinationPlan) -> Html {
    let names: Vec<(String, String)> =
        kinds().iter().map(|kind| (kind.name().to_owned(), kind_name(kind).to_owned())).collect();
    let choose_kind = edit.text(|plan, name| {
        if let Some(kind) = kinds().into_iter().find(|kind| kind.name() == name) {
            plan.kind = kind;
            // Each kind has hints and a retry duration of its own.
            (plan.buffering, plan.bucket.buffering, plan.retry_s) = (None, None, None);
        }
    });
    html! {
        <>
            { choose(page, ("set-kind", "Destination", "set-kind-about"), &names, plan.kind.name(), &choose_kind) }
            { kind_field(page, edit, &plan.kind) }
            { rotation(page, edit, &plan.kind) }
            if let Some(hint) = retry_hint(&plan.kind) {
                <Field id="set-retry" name="RetryOptions.DurationInSeconds" about={bounds(page, "set-retry-about", hint, None)} value={plan.retry_s.unwrap_or(hint.2).to_string()} unit="s" is_number=true
                    onchange={edit.text(|plan, text| plan.retry_s = Some(number(&text)))} />
            }
        </>
    }
}

fn kind_field(page: &Context, edit: &Edit, kind: &DestinationKind) -> Html {
    let (name, value) = match kind {
        DestinationKind::S3 => return Html::default(),
        DestinationKind::Redshift { table, .. } => ("CopyCommand.DataTableName", table),
        DestinationKind::Elasticsearch { index, .. } | DestinationKind::OpenSearch { index, .. } => {
            ("IndexName", index)
        }
        DestinationKind::HttpEndpoint { url } => ("EndpointConfiguration.Url", url),
        DestinationKind::Splunk { endpoint } => ("HECEndpoint", endpoint),
    };
    let onchange = edit.text(|plan, text| match &mut plan.kind {
        DestinationKind::S3 => {}
        DestinationKind::Redshift { table: value, .. }
        | DestinationKind::Elasticsearch { index: value, .. }
        | DestinationKind::OpenSearch { index: value, .. }
        | DestinationKind::HttpEndpoint { url: value }
        | DestinationKind::Splunk { endpoint: value } => *value = text,
    });
    html! { <Field id="set-place" {name} about={page.text("set-place-about")} value={value.clone()} {onchange} /> }
}

/// How the name of an index changes with time.
fn rotation(page: &Context, edit: &Edit, kind: &DestinationKind) -> Html {
    const ROTATIONS: [(&str, IndexRotation); 5] = [
        ("NoRotation", IndexRotation::NoRotation),
        ("OneHour", IndexRotation::OneHour),
        ("OneDay", IndexRotation::OneDay),
        ("OneWeek", IndexRotation::OneWeek),
        ("OneMonth", IndexRotation::OneMonth),
    ];
    let (DestinationKind::Elasticsearch { rotation, .. } | DestinationKind::OpenSearch { rotation, .. }) = kind else {
        return Html::default();
    };
    let names = ROTATIONS.map(|(name, _)| (name.to_owned(), name.to_owned()));
    let current = ROTATIONS.iter().find(|(_, known)| known == rotation).map_or("", |(name, _)| *name);
    let onchange = edit.text(|plan, text| {
        let chosen = ROTATIONS.iter().find(|(name, _)| *name == text).map(|(_, known)| *known).unwrap_or_default();
        if let DestinationKind::Elasticsearch { rotation, .. } | DestinationKind::OpenSearch { rotation, .. } =
            &mut plan.kind
        {
            *rotation = chosen;
        }
    });
    choose(page, ("set-rotation", "IndexRotationPeriod", "set-rotation-about"), &names, current, &onchange)
}

/// The hints by which the bucket of a destination that is none gathers what failed and the backup.
fn bucket_hints(page: &Context, edit: &Edit, plan: &DestinationPlan, profile: Profile) -> Html {
    if plan.is_bucket() {
        return Html::default();
    }
    let allowed = backup_hints(profile);
    let fallback = BufferingHints { size_mib: allowed.size_mib.2, interval_s: allowed.interval_s.2 };
    let present = plan.bucket.buffering.unwrap_or(fallback);
    let set = |change: fn(&mut BufferingHints, u32)| {
        let edit = edit.clone();
        Callback::from(move |text: String| {
            let mut hints = present;
            change(&mut hints, number(&text));
            edit.send(|destination| destination.bucket.buffering = Some(hints));
        })
    };
    html! {
        <>
            <Field id="set-bucket-size" name="S3Configuration.SizeInMBs" about={bounds(page, "set-bucket-hints-about", allowed.size_mib, None)} value={present.size_mib.to_string()} unit="MiB" is_number=true
                onchange={set(|hints, value| hints.size_mib = value)} />
            <Field id="set-bucket-interval" name="S3Configuration.IntervalInSeconds" about={bounds(page, "set-bucket-hints-about", allowed.interval_s, None)} value={present.interval_s.to_string()} unit="s" is_number=true
                onchange={set(|hints, value| hints.interval_s = value)} />
        </>
    }
}

fn bucket(page: &Context, edit: &Edit, plan: &DestinationPlan) -> Html {
    const COMPRESSIONS: [(&str, Compression); 5] = [
        ("UNCOMPRESSED", Compression::Uncompressed),
        ("GZIP", Compression::Gzip),
        ("ZIP", Compression::Zip),
        ("Snappy", Compression::Snappy),
        ("HADOOP_SNAPPY", Compression::HadoopSnappy),
    ];
    let same = |name: &str| (name.to_owned(), name.to_owned());
    let compressions: Vec<_> = COMPRESSIONS.iter().map(|(name, _)| same(name)).collect();
    let compression =
        COMPRESSIONS.iter().find(|(_, known)| *known == plan.bucket.compression).map_or("", |(name, _)| *name);
    let backups = if plan.is_bucket() { ["Disabled", "Enabled"] } else { ["FailedOnly", "AllDocuments"] };
    let backup = backups[usize::from(plan.backup == Backup::All)];
    let text = |id: &'static str, name: &'static str, about: &'static str, value: &str, onchange: Callback<String>| {
        html! { <Field {id} {name} about={page.text(about)} value={value.to_owned()} {onchange} /> }
    };
    let backup_bucket = plan.backup_bucket.as_ref().map_or("", |bucket| bucket.bucket.as_str());
    html! {
        <>
            { text("set-bucket", "BucketARN", "set-bucket-about", &plan.bucket.bucket, edit.text(|plan, text| plan.bucket.bucket = text)) }
            { text("set-prefix", "Prefix", "set-prefix-about", &plan.bucket.prefix, edit.text(|plan, text| plan.bucket.prefix = text)) }
            { text("set-error-prefix", "ErrorOutputPrefix", "set-error-prefix-about", &plan.bucket.error_output_prefix, edit.text(|plan, text| plan.bucket.error_output_prefix = text)) }
            { text("set-extension", "FileExtension", "set-extension-about", plan.bucket.file_extension.as_deref().unwrap_or_default(), edit.text(|plan, text| plan.bucket.file_extension = Some(text).filter(|text| !text.is_empty()))) }
            { choose(page, ("set-compression", "CompressionFormat", "set-compression-about"), &compressions, compression, &edit.text(|plan, name| {
                plan.bucket.compression = COMPRESSIONS.iter().find(|(known, _)| *known == name).map_or(Compression::Uncompressed, |(_, known)| *known);
            })) }
            { choose(page, ("set-backup", "S3BackupMode", if plan.is_bucket() { "set-backup-source-about" } else { "set-backup-about" }), &backups.map(same), backup, &edit.text(|plan, name| {
                plan.backup = if name == "Enabled" || name == "AllDocuments" { Backup::All } else { Backup::FailedOnly };
                if plan.backup == Backup::FailedOnly {
                    plan.backup_bucket = None;
                }
            })) }
            if plan.keeps_source() {
                { text("set-backup-bucket", "S3BackupConfiguration.BucketARN", "set-backup-bucket-about", backup_bucket, edit.text(|plan, text| {
                    plan.backup_bucket = (!text.is_empty()).then(|| BucketPlan { bucket: text, ..BucketPlan::default() });
                })) }
            }
        </>
    }
}

fn format(page: &Context, edit: &Edit, plan: &DestinationPlan) -> Html {
    const FORMATS: [(&str, &str, ColumnFormat); 6] = [
        ("parquet-snappy", "Parquet, SNAPPY", ColumnFormat::ParquetSnappy),
        ("parquet-gzip", "Parquet, GZIP", ColumnFormat::ParquetGzip),
        ("parquet-none", "Parquet, UNCOMPRESSED", ColumnFormat::ParquetUncompressed),
        ("orc-snappy", "ORC, SNAPPY", ColumnFormat::OrcSnappy),
        ("orc-zlib", "ORC, ZLIB", ColumnFormat::OrcZlib),
        ("orc-none", "ORC, NONE", ColumnFormat::OrcNone),
    ];
    let mut names = vec![(NONE.to_owned(), page.text("set-none"))];
    names.extend(FORMATS.iter().map(|(value, name, _)| ((*value).to_owned(), (*name).to_owned())));
    let present = plan.conversion.as_ref().map(|conversion| conversion.format);
    let current = FORMATS.iter().find(|(.., known)| Some(*known) == present).map_or(NONE, |(value, ..)| *value);
    let convert = edit.text(|plan, value| {
        let format = FORMATS.iter().find(|(known, ..)| *known == value).map(|(.., format)| *format);
        plan.conversion = format.map(|format| {
            let known = plan.conversion.take();
            let (table, columns) = known.map(|known| (known.table, known.columns)).unwrap_or_default();
            Conversion { format, table, columns }
        });
        // It gathers by hints of its own.
        (plan.buffering, plan.bucket.buffering) = (None, None);
    });
    let queries = plan.partitioning.as_ref().map_or_else(String::new, queries_text);
    let partition = edit.text(|plan, text| {
        let keys = read_queries(&text);
        if keys.is_empty() != plan.partitioning.is_none() {
            (plan.buffering, plan.bucket.buffering) = (None, None);
        }
        plan.partitioning = (!keys.is_empty()).then_some(Partitioning { keys });
    });
    let delimit = {
        let set = edit.text(|plan, text| plan.appends_delimiter = text == "on");
        set.reform(|is_on: bool| if is_on { "on" } else { "off" }.to_owned())
    };
    html! {
        <>
            { flag(page, ("set-delimiter", "AppendDelimiterToRecord", "set-delimiter-about"), plan.appends_delimiter, &delimit) }
            if plan.kind == DestinationKind::S3 {
                { choose(page, ("set-conversion", "DataFormatConversion", "set-conversion-about"), &names, current, &convert) }
                <Field id="set-partitioning" name="DynamicPartitioning" about={page.text("set-partitioning-about")} value={queries} onchange={partition} />
            }
        </>
    }
}

/// Partition keys as one types them.
fn queries_text(plan: &Partitioning) -> String {
    plan.keys.iter().map(|key| format!("{}={}", key.name, key.query)).collect::<Vec<_>>().join("; ")
}

/// Partition keys that were typed: `name=.query; other=.query`.
fn read_queries(text: &str) -> Vec<PartitionQuery> {
    let key = |part: &str| {
        let (name, query) = part.split_once('=')?;
        Some(PartitionQuery { name: name.trim().to_owned(), query: query.trim().to_owned() })
    };
    text.split(';').filter_map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partition_keys_are_read_as_they_are_written() {
        let keys = read_queries("type=.type; day = .at");
        assert_eq!(keys.len(), 2);
        assert_eq!(queries_text(&Partitioning { keys }), "type=.type; day=.at");
        assert!(read_queries("nothing").is_empty());
    }
}
