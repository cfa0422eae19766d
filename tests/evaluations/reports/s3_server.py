"""S3-compatible storage in the test's own process, on this machine alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

BUCKET = "evalprog"


@contextmanager
def server() -> Iterator[str]:
    """Its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def client(address: str):
    return boto3.client("s3", endpoint_url=address, region_name="eu-west-3")


def empty(address: str) -> None:
    """The bucket, with nothing in it."""
    asked = client(address)
    if BUCKET in [bucket["Name"] for bucket in asked.list_buckets()["Buckets"]]:
        for found in asked.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
            asked.delete_object(Bucket=BUCKET, Key=found["Key"])
        return
    asked.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
