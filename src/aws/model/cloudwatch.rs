//! The part of the `CloudWatch` model of 2010-08-01 with which metrics are listed and read.
//!
//! Leaves out: publishing metrics, alarms, and percentiles.

use super::{Bounds, Member, OperationModel, Pattern, Service, Shape, Structure};

const NAMESPACE: Member =
    Member::new("Namespace", Shape::pattern(1, 255, Pattern::Namespace), "The namespace, such as AWS/Kinesis.");
const METRIC_NAME: Member = Member::new("MetricName", Shape::text(1, 255), "The name of the metric.");
const DIMENSION_NAME: Member = Member::new("Name", Shape::text(1, 255), "The dimension, such as StreamName.");
const DIMENSION_VALUE: Member = Member::new("Value", Shape::text(1, 1_024), "The value of the dimension.");
const NEXT_TOKEN: Member = Member::new("NextToken", Shape::TEXT, "The token with which the next page is asked for.");
const UNIT: Member = Member::new(
    "Unit",
    Shape::Enum(&[
        "Seconds",
        "Microseconds",
        "Milliseconds",
        "Bytes",
        "Kilobytes",
        "Megabytes",
        "Gigabytes",
        "Terabytes",
        "Bits",
        "Kilobits",
        "Megabits",
        "Gigabits",
        "Terabits",
        "Percent",
        "Count",
        "Bytes/Second",
        "Kilobytes/Second",
        "Megabytes/Second",
        "Gigabytes/Second",
        "Terabytes/Second",
        "Bits/Second",
        "Kilobits/Second",
        "Megabits/Second",
        "Gigabits/Second",
        "Terabits/Second",
        "Count/Second",
        "None",
    ]),
    "What the numbers count.",
);

const DIMENSION: Structure =
    Structure { name: "Dimension", members: &[DIMENSION_NAME.required(), DIMENSION_VALUE.required()] };
const DIMENSION_FILTER: Structure =
    Structure { name: "DimensionFilter", members: &[DIMENSION_NAME.required(), DIMENSION_VALUE] };
const DIMENSIONS: Member = Member::new(
    "Dimensions",
    Shape::List { member: &Shape::Structure(&DIMENSION), length: Bounds::at_most(30) },
    "What the metric is of.",
);
const METRIC: Structure = Structure { name: "Metric", members: &[NAMESPACE, METRIC_NAME, DIMENSIONS] };
const DATAPOINT: Structure = Structure {
    name: "Datapoint",
    members: &[
        Member::new("Timestamp", Shape::Timestamp, "When the period began."),
        Member::new("SampleCount", Shape::Double, "How many values there were."),
        Member::new("Average", Shape::Double, "Their mean."),
        Member::new("Sum", Shape::Double, "Their sum."),
        Member::new("Minimum", Shape::Double, "The least of them."),
        Member::new("Maximum", Shape::Double, "The greatest of them."),
        UNIT,
    ],
};

const fn cloudwatch(
    name: &'static str,
    summary: &'static str,
    input: &'static [Member],
    output: &'static [Member],
) -> OperationModel {
    super::operation(Service::CloudWatch, name, summary, input, output).simulated()
}

pub const OPERATIONS: &[&[OperationModel]] = &[&[
    cloudwatch(
        "GetMetricStatistics",
        "Reads a metric, summed up by periods.",
        &[
            NAMESPACE.required(),
            METRIC_NAME.required(),
            DIMENSIONS,
            Member::new("StartTime", Shape::Timestamp, "From when on.").required(),
            Member::new("EndTime", Shape::Timestamp, "Until when, itself excluded.").required(),
            Member::new("Period", Shape::integer(Bounds::at_least(1)), "The length of a period, in seconds.")
                .required(),
            Member::new(
                "Statistics",
                Shape::List {
                    member: &Shape::Enum(&["SampleCount", "Average", "Sum", "Minimum", "Maximum"]),
                    length: Bounds::between(1, 5),
                },
                "What to compute of each period.",
            ),
            UNIT,
        ],
        &[
            Member::new("Label", Shape::TEXT, "The name of the metric."),
            Member::new("Datapoints", Shape::list(&Shape::Structure(&DATAPOINT)), "One for each period with values."),
        ],
    ),
    cloudwatch(
        "ListMetrics",
        "Lists the metrics that there are.",
        &[
            NAMESPACE,
            METRIC_NAME,
            Member::new(
                "Dimensions",
                Shape::List { member: &Shape::Structure(&DIMENSION_FILTER), length: Bounds::at_most(10) },
                "What the metrics must be of.",
            ),
            NEXT_TOKEN,
        ],
        &[Member::new("Metrics", Shape::list(&Shape::Structure(&METRIC)), "The metrics."), NEXT_TOKEN],
    ),
]];
