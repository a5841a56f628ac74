"""Clients and agents that talk to a model server, as a person would make them."""

from __future__ import annotations

from typing import Any

from agents import Agent, OpenAIChatCompletionsModel, OpenAIResponsesModel
from openai import AsyncOpenAI, OpenAI

from servers.model_server import ModelServer


def async_client(server: ModelServer) -> AsyncOpenAI:
    """The real client, without its own second tries."""
    client = AsyncOpenAI(base_url=server.url, api_key="none", max_retries=0)
    server.clients.push_async_callback(client.close)
    return client


def sync_client(server: ModelServer) -> OpenAI:
    """The real synchronous client, without its own second tries."""
    client = OpenAI(base_url=server.url, api_key="none", max_retries=0)
    server.clients.callback(client.close)
    return client


def agent_on(server: ModelServer, *, chat: bool = False, **given: Any) -> Agent[Any]:
    """An agent whose model is the SDK's own, for one of the two APIs."""
    client = async_client(server)
    model: Any = (
        OpenAIChatCompletionsModel("scripted", client)
        if chat
        else OpenAIResponsesModel("scripted", client)
    )
    return Agent(name="A", model=model, **given)
